using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The parts of a DB server that keep the copies of its shards alike.</summary>
internal sealed class ReplicationService
{
    private readonly ClusterMember _cluster;

    public ReplicationService(ServerContext server, ClusterMember cluster)
    {
        _cluster = cluster;
        Reports = new ShardReports(server, cluster);
        Writes = new LeaderWrites(server, cluster, Reports);
        Followers = new Followers(server, cluster, Reports, Writes);
        Transactions = new ShardTransactions(server);
    }

    public ShardReports Reports { get; }

    public LeaderWrites Writes { get; }

    public Followers Followers { get; }

    public ShardTransactions Transactions { get; }

    /// <summary>The command so that no change moves a document to another shard.</summary>
    public DocumentCommand Guarded(Shard shard, DocumentCommand command)
    {
        var keys = _cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Collection.ShardKeys ?? [];
        return command with { Options = command.Options with { ShardKeys = keys } };
    }
}
