using System.Globalization;
using System.Reflection;
using System.Text;
using Armadillo.ArangodEmulator.Http.Statistics;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>Metrics in Prometheus' text form; names, types and help texts are those of a recorded 3.12 answer.</summary>
internal sealed class MetricsText(string role)
{
    private static readonly Lazy<Dictionary<string, (string Type, string Help)>> _recorded = new(Read);

    private readonly StringBuilder _text = new();

    public void Add(string name, double value, string labels = "")
    {
        Begin(name);
        Line(name, labels, value);
    }

    public void Add(string name, Distribution distribution)
    {
        Begin(name);
        var (sum, counts) = distribution.Read();
        long below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            Line($"{name}_bucket", $"le=\"{(i < distribution.Cuts.Count ? Cut(distribution.Cuts[i]) : "+Inf")}\",", below);
        }

        Line($"{name}_count", "", below);
        Line($"{name}_sum", "", sum);
    }

    public override string ToString() => _text.ToString();

    // Recorded: sizes without, times with a fraction.
    private static string Cut(double cut) => cut.ToString(cut < 100 ? "0.0##" : "0", CultureInfo.InvariantCulture);

    private void Begin(string name)
    {
        var (type, help) = _recorded.Value[name];
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Line(string name, string labels, double value) => _text
        .Append(name).Append('{').Append(labels).Append("role=\"").Append(role).Append("\"} ")
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
