using System.Reflection;
using System.Text;

namespace Armadillo.ArangodEmulator.Options;

/// <summary>All options of arangod 3.12 and those of the emulator, from the embedded table.</summary>
internal sealed class OptionTable
{
    private const char ListSeparator = '\x1f';

    // Lines are cut into fields only when somebody asks for the option: a start touches about thirty of 480.
    private readonly Dictionary<string, string> _lines = new(512, StringComparer.Ordinal);
    private readonly Dictionary<string, OptionDefinition> _known = new(StringComparer.Ordinal);

    public OptionTable()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("options-3.12.tsv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            _lines.Add(line[..line.IndexOf('\t')], line);
        }
    }

    public IEnumerable<string> Names => _lines.Keys;

    public OptionDefinition? Find(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!_lines.TryGetValue(name, out var line))
        {
            return null;
        }

        return _known[name] = Parse(line);
    }

    private static OptionDefinition Parse(string line)
    {
        var f = line.Split('\t');
        return new OptionDefinition(
            f[0], TypeOf(f[1][0]), f[2], f[3].Contains('r'), f[3].Contains('o'),
            f[4].Length == 0 ? [] : f[4].Split(ListSeparator),
            f[5], f[6], f[7].Length == 0 ? [] : f[7].Split(','), f[8]);
    }

    private static OptionType TypeOf(char code) => code switch
    {
        'b' => OptionType.Boolean,
        'i' => OptionType.Int32,
        'l' => OptionType.Int64,
        'u' => OptionType.UInt32,
        'w' => OptionType.UInt64,
        'd' => OptionType.Double,
        's' => OptionType.Text,
        _ => OptionType.TextList,
    };
}
