using System.Globalization;
using System.Reflection;
using System.Text;
using Armadillo.ArangodEmulator.Http.Statistics;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>
/// Metrics in Prometheus' text form. Names, types and help texts are those of a recorded 3.12 answer of a single server, for what
/// only members of a cluster have those of the documentation.
/// </summary>
internal sealed class MetricsText(string role)
{
    private static readonly Lazy<Dictionary<string, (string Type, string Help)>> _recorded = new(Read);

    private readonly string _role = $"role=\"{role}\"";
    private readonly StringBuilder _text = new();

    /// <param name="name">Name of the metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="labels">Labels that stand before the role, with a comma after each.</param>
    public void Add(string name, double value, string labels = "")
    {
        Begin(name);
        Line(name, labels + _role, value);
    }

    /// <summary>One line for each label; it stands after the role.</summary>
    public void Add(string name, IEnumerable<(string Label, double Value)> lines)
    {
        Begin(name);
        foreach (var (label, value) in lines)
        {
            Line(name, $"{_role},{label}", value);
        }
    }

    /// <summary>In the form of the statistics, where the limit of a bucket stands before the role.</summary>
    public void AddStatistics(string name, Distribution distribution) => Add(name, distribution, limit => $"{limit},{_role}", Cut);

    public void Add(string name, Distribution distribution) =>
        Add(name, distribution, limit => $"{_role},{limit}", static cut => cut.ToString("0", CultureInfo.InvariantCulture));

    public override string ToString() => _text.ToString();

    private void Add(string name, Distribution distribution, Func<string, string> labels, Func<double, string> cut)
    {
        Begin(name);
        var (sum, counts) = distribution.Read();
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            Line($"{name}_bucket", labels($"le=\"{(i < distribution.Cuts.Count ? cut(distribution.Cuts[i]) : "+Inf")}\""), below);
        }

        Line($"{name}_count", _role, below);
        Line($"{name}_sum", _role, sum);
    }

    // Recorded: sizes without, times with a fraction.
    private static string Cut(double cut) => cut.ToString(cut < 100 ? "0.0##" : "0", CultureInfo.InvariantCulture);

    private void Begin(string name)
    {
        var (type, help) = _recorded.Value[name];
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Line(string name, string labels, double value) => _text
        .Append(name).Append('{').Append(labels).Append("} ")
        .Append(value.ToString("0.######", CultureInfo.InvariantCulture)).Append('\n');

    private static Dictionary<string, (string Type, string Help)> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("metrics-3.12.tsv")!);
        var recorded = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            recorded.Add(fields[0], (fields[1], fields[2]));
        }

        return recorded;
    }
}
