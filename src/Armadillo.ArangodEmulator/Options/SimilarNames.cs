namespace Armadillo.ArangodEmulator.Options;

/// <summary>Finds option names that a mistyped one may have meant.</summary>
internal static class SimilarNames
{
    private const int Most = 8;

    public static List<string> Find(string name, IEnumerable<string> names) => names
        .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
        .Where(x => x.Distance <= Math.Max(2, name.Length / 4))
        .OrderBy(static x => x.Distance)
        .Take(Most)
        .Select(static x => x.Candidate)
        .ToList();

    /// <summary>Number of single-character edits between two words.</summary>
    private static int Distance(string from, string to)
    {
        var previous = new int[to.Length + 1];
        var current = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), replace);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
