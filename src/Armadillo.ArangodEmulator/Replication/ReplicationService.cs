using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The parts of a DB server that keep the copies of its shards alike.</summary>
internal sealed class ReplicationService
{
    public ReplicationService(ServerContext server, ClusterMember cluster)
    {
        Reports = new ShardReports(server, cluster);
        Writes = new LeaderWrites(server, cluster, Reports);
        Followers = new Followers(server, cluster, Reports, Writes);
        Transactions = new ShardTransactions(server);
    }

    public ShardReports Reports { get; }

    public LeaderWrites Writes { get; }

    public Followers Followers { get; }

    public ShardTransactions Transactions { get; }
}
