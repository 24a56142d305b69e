namespace Armadillo.Testing.ArangoDb.Specs;

/// <summary>Shares out memory by role: in a cluster 8 % to all agents together, 69 % to database servers, 23 % to coordinators.</summary>
internal static class MemoryShares
{
    public static long Of(ArangoRole role, long total, IReadOnlyList<(ArangoRole Role, int Count)> counts)
    {
        var count = counts.First(c => c.Role == role).Count;
        var share = counts.Count == 1
            ? 1.0
            : role switch
            {
                ArangoRole.Agent => 0.08,
                ArangoRole.DbServer => 0.69,
                _ => 0.23,
            };
        return (long)Math.Round(total * share / count);
    }
}
