using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>
/// What the leader of a shard says in Current. It may say it only while the plan names it: the agency decides between an old
/// leader that drops a follower and a plan that makes this follower the leader.
/// </summary>
internal sealed class ShardReports(ServerContext server, ClusterMember cluster)
{
    private const int Tries = 20;

    /// <returns>Index in the agency's log, or null when this server is not what the report says it is.</returns>
    public async Task<long?> ReportAsync(
        Shard shard, bool resigned, IReadOnlyList<string> followers, IReadOnlyList<string> candidates, CancellationToken cancellationToken)
    {
        var own = server.State.Id;
        for (var i = 0; i < Tries; i++)
        {
            if (cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name) is not var (collection, planned)
                || planned.Leader != own || planned.LeaderResigns != resigned)
            {
                return null;
            }

            var report = Report(collection, shard, [resigned ? PlannedShard.Resigned(own) : own, .. followers], [own, .. candidates.Where(c => c != own)]);
            var change = new Change()
                .Set(collection.CurrentPath(planned), report)
                .Increment("Current/Version")
                .When($"{collection.Path}/shards/{shard.Name}", Names(planned.Servers));
            if (await cluster.CommitAsync(change, cancellationToken) is { } index)
            {
                shard.ReportedAt = index;
                return index;
            }

            await cluster.Cache.RefreshAsync(cancellationToken);
        }

        return null;
    }

    /// <summary>Whether what is reported is what this leader would say now.</summary>
    public bool IsReported(ObjectValue tree, PlannedCollection collection, PlannedShard planned, Shard shard)
    {
        var report = tree.NodeAt(collection.CurrentPath(planned));
        return report["servers"] is ArrayValue servers
            && servers.Same(Value.From(Names([server.State.Id, .. shard.State.Followers])))
            && report["indexes"] is { } indexes && indexes.Same(Value.From(ShardIndexes.Report(collection, shard)));
    }

    private static JsonObject Report(PlannedCollection collection, Shard shard, IReadOnlyList<string> servers, IReadOnlyList<string> candidates) => new()
    {
        ["error"] = false,
        ["errorMessage"] = "",
        ["errorNum"] = 0,
        ["failoverCandidates"] = Names(candidates),
        ["indexes"] = ShardIndexes.Report(collection, shard),
        ["servers"] = Names(servers),
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static n => (JsonNode)n)]);
}
