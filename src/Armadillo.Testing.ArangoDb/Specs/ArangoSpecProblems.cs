using System.Globalization;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>What can be wrong with counts.</summary>
internal static class ArangoSpecProblems
{
    public static IEnumerable<string> OfAgency(int agents)
    {
        if (agents < 1 || agents % 2 == 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Agents is {agents}; it must be odd and at least 1, because a Raft group needs a majority. Use 1, 3 or 5.");
        }
    }

    public static IEnumerable<string> OfCount(string name, int count)
    {
        if (count < 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} is {count}; a cluster needs at least 1.");
        }
    }

    public static void Throw(string subject, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new SpecException(subject, problems);
        }
    }
}
