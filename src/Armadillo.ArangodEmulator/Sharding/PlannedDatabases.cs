using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The databases of a cluster: a coordinator writes them into the plan and waits until all DB servers have them.</summary>
internal sealed class PlannedDatabases(ServerContext server) : IDatabases
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public IReadOnlyList<string> Names => [.. Planned.Members.Where(static x => !IsBuilding(x.Value)).Select(static x => x.Key)];

    private ClusterMember Cluster => server.Cluster ?? throw new DataError(503, 503, "service unavailable due to startup");

    private ObjectValue Planned => Cluster.Cache.Now.Tree.NodeAt("Plan/Databases");

    public JsonObject Describe(string name)
    {
        var planned = Find(name) ?? throw NotFound();
        return new JsonObject
        {
            ["id"] = planned.TextAt("id"),
            ["name"] = name,
            ["isSystem"] = name == Database.System,
            ["sharding"] = planned.TextAt("sharding") ?? "",
            ["replicationFactor"] = planned.At("replicationFactor")?.ToJson() ?? server.Options.Number("cluster.default-replication-factor"),
            ["writeConcern"] = planned.At("writeConcern")?.ToJson() ?? server.Options.Number("cluster.write-concern"),
            ["replicationVersion"] = planned.TextAt("replicationVersion") ?? "1",
            ["path"] = "",
        };
    }

    public async ValueTask<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is null)
        {
            // Another coordinator may just have made it.
            await Cluster.Cache.RefreshAsync(cancellationToken);
        }

        return Find(name) is not null;
    }

    public async Task CreateAsync(string name, JsonObject options, CancellationToken cancellationToken)
    {
        if (!DataStore.IsDatabaseName(name))
        {
            throw new DataError(400, 1229, "database name invalid");
        }

        var entry = await EntryAsync(name, options, cancellationToken);
        var building = (JsonObject)entry.DeepClone();
        building["isBuilding"] = true;
        building["coordinator"] = server.State.Id;
        building["coordinatorRebootId"] = server.State.RebootId;
        var planned = new Change()
            .Set($"Plan/Databases/{name}", building)
            .Set($"Plan/Collections/{name}", new JsonObject())
            .Set($"Plan/Views/{name}", new JsonObject())
            .Set($"Plan/Analyzers/{name}", new JsonObject { ["revision"] = 0, ["buildingRevision"] = 0 })
            .Increment("Plan/Version")
            .WhenAbsent($"Plan/Databases/{name}");
        var finished = new Change().Set($"Plan/Databases/{name}", entry).Increment("Plan/Version").When($"Plan/Databases/{name}", building);
        var begun = new Withdrawal(Cluster, server.Stop, Removed(name).When($"Plan/Databases/{name}", building));
        if (!await begun.UnlessDoneAsync(() => CreateAsync(name, planned, finished, server.Stop.Stopping)))
        {
            throw new DataError(409, 1207, "duplicate name");
        }
    }

    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        if (name == Database.System)
        {
            throw new DataError(403, 11, "forbidden");
        }

        // To its end also when nobody waits for the answer any more: what stayed reported would be taken for a part of the next one of this name.
        var stopping = server.Stop.Stopping;
        if (!await ExistsAsync(name, cancellationToken) || await Cluster.CommitAsync(Removed(name), stopping) is not { } index)
        {
            throw NotFound();
        }

        await Cluster.Cache.SeenAsync(index, stopping);
        if (await Cluster.Cache.FindAsync(tree => NobodyHas(tree, name) ? tree : null, _limit, stopping) is null)
        {
            throw DataError.ClusterTimeout();
        }

        await Cluster.CommitAsync(
            new Change().Delete($"Current/Databases/{name}").Delete($"Current/Collections/{name}")
                .Delete($"Current/CollectionGroups/{name}").Increment("Current/Version"),
            stopping);
    }

    /// <summary>To its end also when nobody waits for the answer any more. False when the name is taken.</summary>
    private async Task<bool> CreateAsync(string name, Change planned, Change finished, CancellationToken stopping)
    {
        if (await Cluster.CommitAsync(planned, stopping) is null)
        {
            return false;
        }

        if (await Cluster.Cache.FindAsync(tree => AllHave(tree, name) ? tree : null, _limit, stopping) is null)
        {
            throw DataError.ClusterTimeout();
        }

        // The system collections, before anybody sees the database.
        await new SystemCollections(server, Cluster).CreateInAsync(name, stopping);
        var index = await Cluster.CommitAsync(finished, stopping) ?? throw new DataError(500, 1461, "could not create database");
        await Cluster.Cache.SeenAsync(index, stopping);
        return true;
    }

    private static DataError NotFound() => new(404, 1228, "database not found");

    private static bool IsBuilding(Value planned) => planned is ObjectValue entry && entry.Has("isBuilding");

    private static Change Removed(string name) => new Change()
        .Delete($"Plan/Databases/{name}")
        .Delete($"Plan/Collections/{name}")
        .Delete($"Plan/Views/{name}")
        .Delete($"Plan/Analyzers/{name}")
        .Delete($"Plan/CollectionGroups/{name}")
        .Delete($"Target/ReplicatedLogs/{name}")
        .Delete($"Target/CollectionGroups/{name}")
        .Delete($"Target/Collections/{name}")
        .Delete($"Target/CollectionNames/{name}")
        .Increment("Plan/Version")
        .WhenPresent($"Plan/Databases/{name}");

    private static bool AllHave(ObjectValue tree, string name)
    {
        var reported = tree.NodeAt($"Current/Databases/{name}");
        return DbServers.Available(tree).All(reported.Has);
    }

    private static bool NobodyHas(ObjectValue tree, string name)
    {
        var reported = tree.NodeAt($"Current/Databases/{name}");
        return !DbServers.Available(tree).Any(reported.Has);
    }

    private ObjectValue? Find(string name) => Planned[name] is ObjectValue found && !IsBuilding(found) ? found : null;

    private async Task<JsonObject> EntryAsync(string name, JsonObject options, CancellationToken cancellationToken)
    {
        var defaults = DatabaseDefaults.Of(server.Options);
        var sharding = options.TextAt("sharding") ?? (string)defaults["sharding"]!;
        if (sharding is not ("" or "flexible" or DatabaseDefaults.OneShard))
        {
            throw new DataError(400, 10, $"sharding must be 'single' or 'flexible', not '{sharding}'");
        }

        JsonNode copies = CollectionPlan.WantsSatellite(options) ? ShardingDefaults.Everywhere
            : options.NumberAt("replicationFactor") ?? (long)defaults["replicationFactor"]!;
        var version = options.TextAt("replicationVersion") ?? server.Options.Text(Product.ReplicationVersionOption);
        if (version is not ("1" or "2"))
        {
            throw new DataError(400, 10, $"replication version must be 1 or 2, not {version}");
        }

        return new JsonObject
        {
            ["id"] = await Cluster.Ids.NextAsync(cancellationToken),
            ["name"] = name,
            ["replicationFactor"] = copies,
            ["replicationVersion"] = version,
            ["sharding"] = sharding == "flexible" ? "" : sharding,
            ["writeConcern"] = options.NumberAt("writeConcern") ?? (long)defaults["writeConcern"]!,
        };
    }
}
