namespace Armadillo.ArangodEmulator.Supervision.Shards;

/// <summary>Where one shard stands in the tree.</summary>
internal sealed record ShardPlace(string Database, string Collection, string Shard)
{
    public string CollectionPath => $"Plan/Collections/{Database}/{Collection}";

    public string PlanPath => $"{CollectionPath}/shards/{Shard}";

    public string CurrentPath => $"Current/Collections/{Database}/{Collection}/{Shard}";

    public string ServersPath => $"{CurrentPath}/servers";

    public string CandidatesPath => $"{CurrentPath}/failoverCandidates";

    /// <summary>The lock that a job takes while it changes who holds the shard.</summary>
    public string Lock => $"Supervision/Shards/{Shard}";
}
