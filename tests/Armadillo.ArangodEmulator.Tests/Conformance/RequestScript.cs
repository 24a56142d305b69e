using System.Text.RegularExpressions;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

internal enum StepKind
{
    /// <summary>Must succeed; not compared.</summary>
    Set,

    /// <summary>Repeated until the answer is not 204.</summary>
    Wait,

    /// <summary>Compared with the next recorded answer.</summary>
    Check,

    /// <summary>Compared with what arangosh printed.</summary>
    Shell,
}

/// <summary>How much of an answer is determined.</summary>
internal enum Strictness
{
    Values,

    /// <summary>Arrays are compared without regard to order.</summary>
    Unordered,

    /// <summary>Names, order and types only: the values are figures of the machine.</summary>
    Shape,
}

internal sealed record RequestStep(
    StepKind Kind, Strictness Strictness, HttpMethod Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string? Body, string? Part);

/// <summary>The requests that lead to the answers of one transcript.</summary>
internal sealed partial record RequestScript(string Name, IReadOnlyList<RequestStep> Steps)
{
    public static IReadOnlyDictionary<string, RequestScript> All { get; } = Parse(TestData.Text("http-requests-3.12.txt")).ToDictionary(static s => s.Name);

    private static IEnumerable<RequestScript> Parse(string text)
    {
        var sections = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(static s => s.StartsWith('['));
        foreach (var lines in sections.Select(static s => s.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            yield return new RequestScript(lines[0].Trim('[', ']'), [.. lines.Skip(1).Select(ParseStep)]);
        }
    }

    private static RequestStep ParseStep(string line)
    {
        var m = StepLine().Match(line);
        if (!m.Success)
        {
            throw new FormatException($"not a request: {line}");
        }

        var headers = HeaderText().Matches(m.Groups["headers"].Value).Select(static h => (h.Groups[1].Value, h.Groups[2].Value));
        return new RequestStep(
            Enum.Parse<StepKind>(m.Groups["kind"].Value, ignoreCase: true),
            m.Groups["strictness"].Success ? Enum.Parse<Strictness>(m.Groups["strictness"].Value, ignoreCase: true) : Strictness.Values,
            new HttpMethod(m.Groups["method"].Value),
            m.Groups["path"].Value,
            [.. headers],
            m.Groups["body"].Success ? m.Groups["body"].Value.Replace("\\n", "\n", StringComparison.Ordinal) : null,
            m.Groups["part"].Success ? m.Groups["part"].Value : null);
    }

    [GeneratedRegex(@"^(?<kind>set|wait|check|shell) ((?<strictness>unordered|shape) )?(?<method>[A-Z]+) (?<path>\S+)(?<headers>( \([^)]*: [^)]*\))*)( -> (?<part>\S+)| (?<body>\S.*))?$")]
    private static partial Regex StepLine();

    [GeneratedRegex(@"\(([^:]*): ([^)]*)\)")]
    private static partial Regex HeaderText();
}
