using System.Globalization;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>What can be wrong with counts.</summary>
internal static class ArangoSpecProblems
{
    public static IEnumerable<string> OfAgency(int agents)
    {
        if (!ArangoLimits.Agents.Allows(agents))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Agents is {agents}; it must be {ArangoLimits.Agents.Text}, because a Raft group needs a majority. Use 1, 3 or 5.");
        }
    }

    public static IEnumerable<string> OfCount(string name, int count)
    {
        if (!ArangoLimits.Count.Allows(count))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} is {count}; a cluster needs {ArangoLimits.Count.Text}.");
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
