using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>Makes collections of one database: plans them, waits until their shards are reported, and lets them be seen.</summary>
internal sealed class CollectionCreation(ServerContext server, ClusterMember cluster)
{
    private const int Tries = 50;
    private const string Building = "isBuilding";

    private static readonly string[] _whileBuilding = [Building, "coordinator", "coordinatorRebootId"];
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    /// <summary>One collection as a request asks for it.</summary>
    /// <returns>Its name.</returns>
    /// <exception cref="DataError">The request is wrong, or what the other overload tells.</exception>
    public async Task<string> CreateAsync(string database, JsonObject body, CancellationToken cancellationToken)
    {
        var defaults = ShardingDefaults.Of(cluster.Cache.Now.Tree, database, server.Options);
        PlannedCollection? like = null;
        if (Model(body, database, defaults) is { Length: > 0 } model)
        {
            await cluster.Cache.RefreshAsync(cancellationToken);
            like = cluster.Plan.Find(database, model) ?? throw new DataError(
                500, 1486, "must not have a distributeShardsLike attribute pointing to an unknown collection");
        }

        // The id is taken only when the request is known to be good.
        _ = CollectionPlan.FromRequest(body, "0", server.State.Id, like, defaults, server.Options);
        var plan = CollectionPlan.FromRequest(body, await cluster.Ids.NextAsync(cancellationToken), server.State.Id, like, defaults, server.Options);
        await CreateAsync(database, [plan], cancellationToken);
        return plan.Properties.Name;
    }

    /// <exception cref="DataError">A name is taken, there are too few servers, or the servers did not make the shards.</exception>
    public async Task CreateAsync(string database, IReadOnlyList<CollectionPlan> plans, CancellationToken cancellationToken)
    {
        if (GroupedCollections.AreIn(cluster.Cache.Now.Tree, database))
        {
            await new GroupedCollections(cluster, database).CreateAsync(plans, server.Stop.Stopping);
            return;
        }

        var names = new List<string>();
        for (var i = 0; i < plans.Sum(static p => p.Shards); i++)
        {
            names.Add($"s{await cluster.Ids.NextAsync(cancellationToken)}");
        }

        for (var i = 0; i < Tries; i++)
        {
            if (await TryAsync(database, plans, names))
            {
                return;
            }

            // The plan has changed since it was looked at; perhaps the name is taken now.
            await cluster.Cache.RefreshAsync(cancellationToken);
        }

        throw new DataError(500, 1454, "could not create collection in plan");
    }

    /// <summary>The collection whose shards are to be followed; in a one-shard database there is no choice.</summary>
    private static string? Model(JsonObject body, string database, ShardingDefaults defaults)
    {
        var model = body.TextAt("distributeShardsLike");
        if (!defaults.OneShard || CollectionPlan.WantsSatellite(body))
        {
            return model;
        }

        var leading = ShardingDefaults.Leading(database);
        return (body.NumberAt("numberOfShards") ?? 1) != 1 ? throw new DataError(400, 10, "Collection in a 'oneShardDatabase' must have 1 shard")
            : model is { Length: > 0 } && model != leading ? throw new DataError(
                400, 10, "Collection in a 'oneShardDatabase' cannot define 'distributeShardsLike'")
            : leading;
    }

    private static string Place(string database, JsonObject entry) => $"Plan/Collections/{database}/{(string?)entry["id"]}";

    /// <summary>
    /// To its end also when nobody waits for the answer any more: what is half made is not seen, and keeps the name all the same.
    /// False when the plan has changed since it was looked at.
    /// </summary>
    private async Task<bool> TryAsync(string database, IReadOnlyList<CollectionPlan> plans, List<string> names)
    {
        var tree = cluster.Cache.Now.Tree;
        var entries = Entries(tree, database, plans, names);
        var change = new Change()
            .Increment("Plan/Version")
            .When("Plan/Version", tree.At("Plan/Version")?.ToJson() ?? 0)
            .WhenPresent($"Plan/Databases/{database}");
        entries.ForEach(e => change.Set(Place(database, e), e));
        return await new Withdrawal(cluster, server.Stop, Removed(database, entries)).UnlessDoneAsync(async () =>
        {
            if (await cluster.CommitAsync(change, server.Stop.Stopping) is null)
            {
                return false;
            }

            var waits = server.Options.Flag("cluster.create-waits-for-sync-replication");
            var failure = await cluster.Cache.FindAsync(t => Outcome(t, database, entries, waits), _limit, server.Stop.Stopping);
            if (failure is not { Length: 0 })
            {
                throw failure is null ? DataError.ClusterTimeout() : new DataError(500, 1456, failure);
            }

            await FinishAsync(database, entries);
            return true;
        });
    }

    private List<JsonObject> Entries(ObjectValue tree, string database, IReadOnlyList<CollectionPlan> plans, List<string> names)
    {
        var placement = new Placement(tree, cluster.Plan.All(tree));
        var entries = new List<JsonObject>();
        var next = 0;
        foreach (var plan in plans)
        {
            if (cluster.Plan.In(tree, database).Any(c => c.Name == plan.Properties.Name))
            {
                throw new DataError(409, 1207, "duplicate name");
            }

            if (placement.Servers == 0 || (placement.Servers < plan.ReplicationFactor && !plan.Lenient))
            {
                throw new DataError(
                    500, 1487, "the number of current DB-Servers is lower than the requested replicationFactor/writeConcern");
            }

            var entry = plan.ToEntry();
            var shards = new JsonObject();
            for (var i = 0; i < plan.Shards; i++)
            {
                var servers = plan.Like?.Shards[i].Servers ?? placement.Next(plan.ReplicationFactor);
                shards[names[next++]] = new JsonArray([.. servers.Select(static s => (JsonNode)s)]);
            }

            entry["shards"] = shards;
            entry[Building] = true;
            entry["coordinator"] = server.State.Id;
            entry["coordinatorRebootId"] = server.State.RebootId;
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Null: not yet decided. Empty: all shards are there. Otherwise what a server reported.</summary>
    private static string? Outcome(ObjectValue tree, string database, List<JsonObject> entries, bool waits)
    {
        var all = true;
        foreach (var entry in entries)
        {
            foreach (var (shard, servers) in (JsonObject)entry["shards"]!)
            {
                var report = tree.NodeAt($"Current/Collections/{database}/{(string?)entry["id"]}/{shard}");
                if (report["error"] is BoolValue { Content: true })
                {
                    return report.TextAt("errorMessage") is { Length: > 0 } text ? text : "could not create collection";
                }

                var inSync = (report["servers"] as ArrayValue)?.Items.Length ?? 0;
                all &= inSync >= (waits ? ((JsonArray)servers!).Count : 1);
            }
        }

        return all ? "" : null;
    }

    private async Task FinishAsync(string database, List<JsonObject> entries)
    {
        var finished = new Change().Increment("Plan/Version");
        var unmarked = new Change().Increment("Plan/Version");
        foreach (var building in entries)
        {
            var entry = (JsonObject)building.DeepClone();
            foreach (var mark in _whileBuilding)
            {
                entry.Remove(mark);
                unmarked.Delete($"{Place(database, building)}/{mark}");
            }

            finished.Set(Place(database, building), entry).When(Place(database, building), building);
            unmarked.WhenPresent(Place(database, building));
        }

        // Somebody may have changed the plan of a shard meanwhile: then only the marks go.
        var index = await cluster.CommitAsync(finished, server.Stop.Stopping) ?? await cluster.CommitAsync(unmarked, server.Stop.Stopping)
            ?? throw new DataError(500, 1456, "could not create collection");
        await cluster.Cache.SeenAsync(index, server.Stop.Stopping);
    }

    private static Change Removed(string database, List<JsonObject> entries)
    {
        var change = new Change().Increment("Plan/Version");
        entries.ForEach(e => change.Delete(Place(database, e)).WhenPresent($"{Place(database, e)}/{Building}"));
        return change;
    }
}
