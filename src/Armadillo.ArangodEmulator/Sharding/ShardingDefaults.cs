using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Options;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>What a database says about the collections in it that say nothing themselves.</summary>
internal sealed record ShardingDefaults(bool OneShard, bool Satellite, long ReplicationFactor, long WriteConcern)
{
    /// <summary>In the place of a number of copies: one on each DB server.</summary>
    public const string Everywhere = "satellite";

    /// <summary>The collection whose shard all others of a one-shard database follow.</summary>
    public static string Leading(string database) => database == Database.System ? Users.UserDocument.Collection : SystemCollections.Graphs;

    public static ShardingDefaults Of(ObjectValue tree, string database, OptionValues options)
    {
        var planned = tree.NodeAt($"Plan/Databases/{database}");
        return new ShardingDefaults(
            planned.TextAt("sharding") == DatabaseDefaults.OneShard,
            planned.TextAt("replicationFactor") == Everywhere,
            planned.NumberAt("replicationFactor") ?? options.Number("cluster.default-replication-factor"),
            planned.NumberAt("writeConcern") ?? options.Number("cluster.write-concern"));
    }
}
