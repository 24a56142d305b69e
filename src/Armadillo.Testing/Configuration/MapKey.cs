using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Armadillo.Testing.Configuration;

/// <summary>
/// A key with named values below it: members of a JSON object, or in one text <c>name=value;name=value</c>. A stronger source
/// replaces the values of a name as a whole and leaves the other names alone.
/// </summary>
/// <typeparam name="TValue">What holds the named values.</typeparam>
internal sealed class MapKey<TValue>(
    string section, PropertyPath property, object defaults, Func<TValue, string, IReadOnlyList<string>, TValue> with) : ConfigurationKey(section, property)
{
    public override string Accepts => "an object of names and values, or a text name=value;name=value";

    public override bool HasNames => true;

    public override string Default => "none";

    public override object? Read(IReadOnlyList<ConfiguredText> texts, ICollection<string> problems)
    {
        var names = new SortedDictionary<string, (ConfiguredText Text, IReadOnlyList<string> Values)>(StringComparer.Ordinal);
        foreach (var source in texts.GroupBy(text => text.Place))
        {
            foreach (var name in source.SelectMany(text => Split(text, problems)).GroupBy(pair => pair.Name, StringComparer.Ordinal))
            {
                names[name.Key] = (name.First().Text, [.. name.Select(pair => pair.Value)]);
            }
        }

        var result = names.Select(pair => new KeyValuePair<string, IReadOnlyList<string>>(pair.Key, pair.Value.Values)).ToList();
        foreach (var (name, (text, values)) in names)
        {
            if (FindProblem(name, values) is { } problem)
            {
                problems.Add($"{text.Describe(this)} has '{name}', which cannot be used: {problem}");
            }
        }

        return result;
    }

    public override void Apply(object target, object? value) => Property.Set(target, ((List<KeyValuePair<string, IReadOnlyList<string>>>)value!)
        .Aggregate((TValue)Property.Get(target)!, (current, pair) => with(current, pair.Key, pair.Value)));

    private string? FindProblem(string name, IReadOnlyList<string> values)
    {
        try
        {
            with((TValue)Property.Get(defaults)!, name, values);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private IEnumerable<(string Name, string Value, ConfiguredText Text)> Split(ConfiguredText text, ICollection<string> problems)
    {
        if (text.Below.Length > 0)
        {
            // An element of an array comes with its index as a name of its own.
            var parent = ConfigurationPath.GetParentPath(text.Below);
            return [(parent is not null && int.TryParse(KeyPath.Last(text.Below), CultureInfo.InvariantCulture, out _) ? parent : text.Below, text.Text, text)];
        }

        var pairs = text.Text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var malformed = pairs.Any(pair => pair.IndexOf('=', StringComparison.Ordinal) <= 0);
        if (malformed)
        {
            problems.Add($"{text.Describe(this)} is no list of names and values; it must be {Accepts}.");
        }

        return malformed ? [] : pairs.Select(pair => (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..], text));
    }
}
