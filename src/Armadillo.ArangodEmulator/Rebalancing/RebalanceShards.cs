using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>POST /_admin/cluster/rebalanceShards, the older way: shards of one database go from the fullest server to the emptiest.</summary>
internal sealed class RebalanceShards(ClusterMember cluster, ServerJobs jobs, int mostMoves)
{
    public async Task HandleAsync(ServerRequest request)
    {
        if (request.Method != "POST")
        {
            await request.MethodNotAllowedAsync();
        }
        else if (request.Identity.Level(request.Database) != User.ReadWrite)
        {
            await request.ForbiddenAsync("insufficient permissions", 403);
        }
        else if (request.Query("algorithm") is not (null or "" or "simple"))
        {
            await request.ErrorAsync(400, 400, "unknown algorithm");
        }
        else
        {
            await cluster.Cache.RefreshAsync(request.Aborted);
            var layout = ShardLayout.Read(cluster.Cache.Now.Tree, cluster.Plan, c => c.Database != request.Database);
            var moves = Moves(layout).Take(mostMoves).ToList();
            await jobs.AddAllAsync("moveShard", moves, request.Aborted);
            await request.ResultAsync(new JsonObject { ["operations"] = moves.Count }, moves.Count == 0 ? 200 : 202);
        }
    }

    private static IEnumerable<JsonObject> Moves(ShardLayout layout)
    {
        var open = layout.Shards.ToHashSet();
        while (true)
        {
            var load = Enumerable.Range(0, layout.Servers.Count).ToDictionary(static s => s, s => layout.Shards.Count(x => x.LiesOn(s)));
            if (load.Count == 0)
            {
                yield break;
            }

            var (from, to) = (load.MaxBy(static l => l.Value), load.MinBy(static l => l.Value));
            var shard = layout.Shards.FirstOrDefault(s => open.Contains(s) && s.LiesOn(from.Key) && !s.LiesOn(to.Key));
            if (to.Value + 1 >= from.Value || shard is null)
            {
                yield break;
            }

            var isLeader = shard.Leader == from.Key;
            open.Remove(shard);
            shard.Apply(from.Key, to.Key, isLeader);
            var job = new ShardMove(
                shard.Collection.Database, shard.Collection.Id, shard.Name, layout.Servers[from.Key], layout.Servers[to.Key], isLeader).ToJob();
            job["remainsFollower"] = isLeader;
            yield return job;
        }
    }
}
