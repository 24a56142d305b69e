using System.Globalization;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>What was given and what defaults to what.</summary>
internal sealed class OptionValues(OptionTable table)
{
    private readonly Dictionary<string, List<string>> _given = new(StringComparer.Ordinal);

    public OptionTable Table { get; } = table;

    public bool IsSet(string name) => _given.ContainsKey(name);

    /// <summary>Takes one value; lists grow, everything else is replaced.</summary>
    public void Set(OptionDefinition definition, string value)
    {
        OptionValidation.Check(definition, value);
        if (!_given.TryGetValue(definition.Name, out var values))
        {
            _given[definition.Name] = values = [];
        }

        if (definition.Type != OptionType.TextList)
        {
            values.Clear();
        }

        values.Add(value);
    }

    public IReadOnlyList<string> List(string name) => _given.TryGetValue(name, out var given) ? given : Definition(name).Defaults;

    public string Text(string name) => List(name) is [.., var last] ? last : "";

    public bool Flag(string name)
    {
        var list = List(name);
        return list.Count > 0 && OptionNumbers.TryBoolean(list[^1], out var value) && value;
    }

    public long Number(string name) => OptionNumbers.TryInteger(Text(name), out var value) ? (long)Math.Min(value, long.MaxValue) : 0;

    public double Double(string name) => double.Parse(Text(name), CultureInfo.InvariantCulture);

    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Math.Min(Double(name), TimeSpan.MaxValue.TotalSeconds / 2));

    public TimeSpan Milliseconds(string name) => TimeSpan.FromMilliseconds(Number(name));

    private OptionDefinition Definition(string name) => Table.Find(name)
        ?? throw new OptionException(ExitCodes.InvalidOptionName, $"unknown option '--{name}'");
}
