using System.Globalization;
using System.Text;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>How many of how many agree, in each group, and what does not and why: the text of docs/conformance.md.</summary>
internal sealed class ConformanceReport
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Group, int Agree, int Of, string Remark)> _groups = [];

    public required IReadOnlyList<LogReplay> Replays { get; init; }

    public required IReadOnlyList<TranscriptResult> Transcripts { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<EndpointResult>> Endpoints { get; init; }

    public required IReadOnlyList<(int Code, string Name, string? Unreachable)> ExitCodes { get; init; }

    /// <summary>The table of all groups alone.</summary>
    public string Summary()
    {
        Count();
        var lines = _groups.Select(static g => Line($"| {g.Group} | {g.Agree} | {g.Of} | {g.Remark} |"));
        return $"| recorded | agree | of | the others |\n|---|---|---|---|\n{string.Join('\n', lines)}\n";
    }

    public string Render()
    {
        _text.Append("""
            # Conformance

            What was recorded from real arangod 3.12 servers, and how much of it the emulator gives back. Written by its tests; to write it
            again: `UPDATE_CONFORMANCE=1 dotnet test tests/Armadillo.ArangodEmulator.Tests --filter FullyQualifiedName~ConformanceReportTests`.

            Answers are compared in status, headers, and names, order and types of keys. Values are compared where they are determined: not
            ids, revisions, times, sizes and addresses. Two things are let pass: a `date` header, which arangod does not send, and the
            spelling `keep-alive`, for arangod's `Keep-Alive`; both belong to the web server in use.


            """).Append(Summary());
        Transcript();
        Endpoint();
        ExitCode();
        return _text.ToString().ReplaceLineEndings("\n");
    }

    private void Count()
    {
        _groups.Clear();
        _groups.Add(("Raft logs replayed to their tree", Replays.Count(static r => r.Agrees), Replays.Count, "in one tree eleven places were edited by hand by those who recorded it, and only they differ"));
        var (refused, unmade) = (Transcripts.Count(static t => t.NotEmulated), Transcripts.Count(static t => !t.Made));
        _groups.Add(("HTTP answers", Transcripts.Count(static t => t.Agrees), Transcripts.Count, Line(
            $"{refused} refused with 501, {unmade} cannot be asked for again, {Transcripts.Count(static t => t.Made && !t.NotEmulated && !t.Agrees)} differ")));
        _groups.Add(("Options with roles, type, range and refusals", RecordedOption.All.Count - RecordedOption.Complaints.Value.Count, RecordedOption.All.Count, ""));
        _groups.Add(("Exit codes with their cause", ExitCodes.Count(static c => c.Unreachable is null), ExitCodes.Count, "no cause"));
        foreach (var (role, results) in Endpoints)
        {
            _groups.Add(($"Documented endpoints, {role}", results.Count(static r => r.Answered), results.Count, Line(
                $"{results.Count(static r => r.NotEmulated)} refused with 501, {results.Count(static r => !r.NotEmulated && !r.Answered)} where the documentation differs from the records or the source")));
        }
    }

    private void Transcript()
    {
        var others = Transcripts.Where(static t => !t.Agrees).GroupBy(static t => Disagreement.Of(t.Name)).Where(static g => g.Key is not null);
        _text.Append("\n## HTTP answers that do not agree\n\n| answers | how many | how | why |\n|---|---|---|---|\n");
        foreach (var (known, count) in others.Select(static g => (g.Key!, g.Count())).OrderBy(static x => x.Item1.Pattern, StringComparer.Ordinal))
        {
            _text.Append(Line($"| `{known.Pattern}` | {count} | {Word(known.Kind)} | {known.Reason} |\n"));
        }
    }

    private void Endpoint()
    {
        _text.Append("\n## Documented endpoints\n\nAnswered as documented, of all that the page describes; the rest is refused with 501.\n\n| page | single server | coordinator |\n|---|---|---|\n");
        foreach (var page in DocumentedEndpoint.All.Select(static e => e.File).Distinct().Order(StringComparer.Ordinal))
        {
            string Share(string role)
            {
                var results = Endpoints[role].Where(r => r.Endpoint.File == page).ToArray();
                return Line($"{results.Count(static r => !r.NotEmulated)} of {results.Length}");
            }

            _text.Append(Line($"| {page} | {Share("single")} | {Share("coordinator")} |\n"));
        }

        _text.Append("\nWhere the documentation is not followed:\n\n| endpoint | why |\n|---|---|\n");
        foreach (var known in Disagreement.All.Where(static d => d.Kind == DisagreementKind.Documentation).OrderBy(static d => d.Pattern, StringComparer.Ordinal))
        {
            _text.Append(Line($"| `{known.Pattern.Replace(':', ' ')}` | {known.Reason} |\n"));
        }
    }

    private void ExitCode()
    {
        _text.Append("\n## Exit codes\n\n| code | name | reached |\n|---|---|---|\n");
        foreach (var (code, name, unreachable) in ExitCodes)
        {
            _text.Append(Line($"| {code} | {name} | {(unreachable is null ? "by its cause" : $"no: {unreachable}")} |\n"));
        }
    }

    private static string Word(DisagreementKind kind) => kind switch
    {
        DisagreementKind.NotEmulated => "refused with 501",
        DisagreementKind.Unmade => "cannot be asked for again",
        _ => "differs",
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
