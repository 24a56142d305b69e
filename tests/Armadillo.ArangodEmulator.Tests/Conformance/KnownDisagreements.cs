using System.IO.Enumeration;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

internal enum DisagreementKind
{
    NotEmulated,
    Differs,
    Unmade,

    /// <summary>An endpoint whose documentation differs from what was recorded, or from the source.</summary>
    Documentation,
}

/// <summary>One line of disagreements.txt: a name or a pattern of names, and the reason. An endpoint is named METHOD:/path.</summary>
internal sealed record Disagreement(DisagreementKind Kind, string Pattern, string Reason)
{
    public static IReadOnlyList<Disagreement> All { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Conformance", "disagreements.txt"))
            .Where(static l => l.Length > 0 && l[0] != '#').Select(Parse),
    ];

    public static Disagreement? Of(string name) =>
        All.FirstOrDefault(d => d.Pattern == name) ?? All.FirstOrDefault(d => FileSystemName.MatchesSimpleExpression(d.Pattern, name, ignoreCase: false));

    private static Disagreement Parse(string line)
    {
        var fields = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 3
            ? new Disagreement(
                fields[0] switch
                {
                    "501" => DisagreementKind.NotEmulated,
                    "differs" => DisagreementKind.Differs,
                    "unmade" => DisagreementKind.Unmade,
                    "docs" => DisagreementKind.Documentation,
                    _ => throw new FormatException($"no kind of disagreement: {line}"),
                },
                fields[1],
                fields[2])
            : throw new FormatException($"kind, name and reason expected: {line}");
    }
}
