using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>One answer of a real 3.12 server, as it was printed.</summary>
internal sealed record RecordedHttp(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body);

/// <summary>All answers under one name. What arangosh printed has no status line: then there is only <see cref="Shell"/>.</summary>
internal sealed partial record RecordedAnswers(string Name, IReadOnlyList<RecordedHttp> Answers, string Shell)
{
    public bool OfCluster => Name.EndsWith("_cluster", StringComparison.Ordinal);

    public static IReadOnlyList<RecordedAnswers> All { get; } =
    [
        .. TestData.Json("http-transcripts-3.12.json").AsObject().Select(static x => Parse(x.Key, (string)x.Value!["output"]!)),
    ];

    private static RecordedAnswers Parse(string name, string output)
    {
        var starts = StatusLine().Matches(output);
        var answers = starts.Select((m, i) => ParseOne(output[m.Index..(i + 1 < starts.Count ? starts[i + 1].Index : output.Length)]));
        return new RecordedAnswers(name, [.. answers], starts.Count == 0 ? output.Trim() : "");
    }

    private static RecordedHttp ParseOne(string text)
    {
        var parts = text.Split("\n\n", 2);
        var lines = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new RecordedHttp(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            [.. lines.Skip(1).Select(static l => l.Split(": ", 2)).Select(static p => (p[0].TrimEnd(':'), p.Length > 1 ? p[1] : ""))],
            parts.Length > 1 ? parts[1].Trim() : "");
    }

    [GeneratedRegex("^HTTP/1.1 ", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
