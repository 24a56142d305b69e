using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>/_admin/cluster/rebalance: how even the cluster is, a plan to make it more even, and that plan as jobs.</summary>
internal sealed class Rebalance(ClusterMember cluster, ServerJobs jobs)
{
    private const int MostMoves = 5000;
    private const int UsualMoves = 1000;

    // The sources weigh duplicates so when they only look, and with 1 when a plan is made without a piFactor.
    private const double FactorOfLook = 256e6;

    public async Task HandleAsync(ServerRequest request)
    {
        if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync(errorNum: 403);
        }
        else if (request.IsGet)
        {
            await (request.Suffixes.Length == 1 ? TellAsync(request) : request.ErrorAsync(400, 400, "expect GET /_admin/cluster/rebalance"));
        }
        else if (await request.ReadJsonAsync() is not JsonObject body)
        {
            await request.ErrorAsync(400, 600, "expecting an object");
        }
        else if (request.Suffixes is [_, not "execute"])
        {
            await request.ErrorAsync(400, 400, "expect /_admin/cluster/rebalance[/execute]");
        }
        else if (request.Method is not ("POST" or "PUT") || (request.Method == "PUT" && request.Suffixes.Length == 2))
        {
            await request.MethodNotAllowedAsync();
        }
        else if (body.NumberAt("version") != 1)
        {
            await request.ErrorAsync(400, 400, "unknown version provided");
        }
        else
        {
            await (request.Suffixes.Length == 2 ? ExecuteAsync(request, body) : PlanAsync(request, body));
        }
    }

    private async Task TellAsync(ServerRequest request)
    {
        var layout = await LayoutAsync(static _ => false, request.Aborted);
        var target = (await cluster.Agency.ReadAsync(request.Aborted, "/arango/Target/ToDo", "/arango/Target/Pending")).At("arango", "Target");
        var told = Imbalances(layout, FactorOfLook);
        told["pendingMoveShards"] = Moves(target.At("Pending"));
        told["todoMoveShards"] = Moves(target.At("ToDo"));
        await request.ResultAsync(told);
    }

    private async Task PlanAsync(ServerRequest request, JsonObject body)
    {
        var rules = new RebalanceRules(
            Flag(body, "leaderChanges", true), Flag(body, "moveLeaders", false), Flag(body, "moveFollowers", false),
            (int)Math.Clamp(body.NumberAt("maximumNumberOfMoves") ?? UsualMoves, 0, int.MaxValue),
            body["piFactor"] is JsonValue value && value.TryGetValue<double>(out var factor) ? factor : 1);
        if (rules.MostMoves > MostMoves)
        {
            await request.ErrorAsync(400, 400, "at most 5000 moves allowed");
            return;
        }

        var excluded = (body["databasesExcluded"] as JsonArray ?? []).Select(static d => (string?)d).ToHashSet();
        var withoutSystem = Flag(body, "excludeSystemCollections", false);
        var layout = await LayoutAsync(c => excluded.Contains(c.Database) || (withoutSystem && c.Name.StartsWith('_')), request.Aborted);
        var before = Imbalances(layout, rules.Factor);
        var moves = new RebalancePlanner(layout, rules).Plan();
        var plan = new JsonObject
        {
            ["imbalanceBefore"] = before,
            ["imbalanceAfter"] = Imbalances(layout, rules.Factor),
            ["moves"] = new JsonArray([.. moves.Select(static m => (JsonNode)m.ToJson())]),
        };
        if (request.Method == "PUT")
        {
            await jobs.AddAllAsync("moveShard", [.. moves.Select(static m => m.ToJob())], request.Aborted);
        }

        await request.ResultAsync(plan, request.Method == "PUT" ? 202 : 200);
    }

    private async Task ExecuteAsync(ServerRequest request, JsonObject body)
    {
        var moves = (body["moves"] as JsonArray)?.Select(m => ShardMove.Read(m, request.Database)).ToList();
        if (moves is null || moves.Contains(null))
        {
            await request.ErrorAsync(400, 400, "expecting moves with from, to, shard, collection and isLeader");
            return;
        }

        await jobs.AddAllAsync("moveShard", [.. moves.Select(static m => m!.ToJob())], request.Aborted);
        var status = moves.Count == 0 ? 200 : 202;
        await request.JsonAsync(status, new JsonObject { ["error"] = false, ["code"] = status });
    }

    private async Task<ShardLayout> LayoutAsync(Func<PlannedCollection, bool> without, CancellationToken cancellationToken)
    {
        await cluster.Cache.RefreshAsync(cancellationToken);
        return ShardLayout.Read(cluster.Cache.Now.Tree, cluster.Plan, without);
    }

    private static JsonObject Imbalances(ShardLayout layout, double factor) => new()
    {
        ["leader"] = new LeaderImbalance(layout, factor).ToJson(),
        ["shards"] = new ShardImbalance(layout).ToJson(),
    };

    private static int Moves(JsonNode? jobs) => (jobs as JsonObject ?? []).Count(static j => j.Value.TextAt("type") == "moveShard");

    private static bool Flag(JsonObject body, string key, bool missing) =>
        body[key] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : missing;
}
