using System.Globalization;
using System.Text;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Fixtures;

/// <summary>What the members of a topology logged in the time of one test, cut to a size: important lines first, then the last ones.</summary>
internal sealed class LogSlices
{
    /// <summary>Important lines are looked for in so much of each file; a server that writes more in one test floods.</summary>
    private const long LongestRead = 4 * 1024 * 1024;

    private readonly Topology _topology;
    private readonly List<(Instance Instance, LogMark Mark)> _marks;

    private LogSlices(Topology topology)
    {
        _topology = topology;
        _marks = [.. topology.Instances.Select(i => (i, i.Log.Mark()))];
    }

    /// <summary>Begins the slices here.</summary>
    public static LogSlices Begin(Topology topology) => new(topology);

    /// <summary>The slices up to here as text; empty when nobody logged anything.</summary>
    /// <param name="limit">Characters at most, headings apart.</param>
    public string ToText(int limit)
    {
        var slices = _marks.Select(m => (m.Instance, Slice: m.Instance.Log.ReadSince(m.Mark, LongestRead))).Where(s => s.Slice.Lines.Count > 0).ToList();
        if (slices.Count == 0)
        {
            return "";
        }

        var total = slices.Sum(s => s.Slice.Lines.Sum(l => l.Text.Length + 3L));
        var share = total <= limit ? int.MaxValue : limit / slices.Count;
        var text = new StringBuilder();
        foreach (var (instance, slice) in slices)
        {
            AppendSlice(text, instance, slice, share);
        }

        return text.ToString();
    }

    private void AppendSlice(StringBuilder text, Instance instance, LogSlice slice, int share)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"--- {_topology.Name} {instance.Name} logged {slice.Lines.Count} lines{(slice.SkippedBytes > 0 ? $" and {slice.SkippedBytes} bytes before them" : "")} ({instance.Log.StandardOutputPath})");
        if (share == int.MaxValue && slice.SkippedBytes == 0)
        {
            Append(text, slice.Lines);
            return;
        }

        var important = Fit(slice.Lines.Where(l => instance.Plan.Spec.IsImportantLogLine(l.Text)), share);
        var rest = share - important.Sum(l => l.Text.Length);
        var last = Fit(slice.Lines.Reverse(), rest);
        last.Reverse();
        if (important.Count > 0)
        {
            text.AppendLine(" important lines:");
            Append(text, important);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $" last {last.Count} lines:");
        Append(text, last);
    }

    private static List<LogLine> Fit(IEnumerable<LogLine> lines, int characters)
    {
        var fitting = new List<LogLine>();
        foreach (var line in lines)
        {
            characters -= line.Text.Length + 3;
            if (characters < 0)
            {
                break;
            }

            fitting.Add(line);
        }

        return fitting;
    }

    private static void Append(StringBuilder text, IEnumerable<LogLine> lines)
    {
        foreach (var line in lines)
        {
            text.Append(" | ").AppendLine(line.Text);
        }
    }
}
