using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>
/// A coordinator's changes of collections in databases with replication version 2: it says in Target what is wanted, and waits until the
/// supervision tells that the group has become so.
/// </summary>
internal sealed class GroupedCollections(ClusterMember cluster, string database)
{
    private const int Tries = 50;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static bool AreIn(ObjectValue tree, string database) => tree.TextAt($"Plan/Databases/{database}/replicationVersion") == "2";

    /// <exception cref="DataError">A name is taken, there are too few servers, or the servers did not make the shards.</exception>
    public async Task CreateAsync(IReadOnlyList<CollectionPlan> plans, CancellationToken cancellationToken)
    {
        var own = new Dictionary<CollectionPlan, string>();
        foreach (var plan in plans.Where(static p => p.Like is null))
        {
            own[plan] = await cluster.Ids.NextAsync(cancellationToken);
        }

        for (var i = 0; i < Tries; i++)
        {
            var tree = cluster.Cache.Now.Tree;
            Check(tree, plans);
            var awaited = new Dictionary<string, long>();
            var change = new Change().Increment("Target/Version").WhenPresent($"Plan/Databases/{database}");
            foreach (var plan in plans)
            {
                Want(change, tree, plan, own.GetValueOrDefault(plan), awaited);
            }

            if (await cluster.CommitAsync(change, cancellationToken) is not null)
            {
                if (!await ReachedAsync(awaited, cancellationToken))
                {
                    await RemoveAsync(plans, own);
                    throw DataError.ClusterTimeout();
                }

                return;
            }

            await cluster.Cache.RefreshAsync(cancellationToken);
        }

        throw new DataError(500, 1454, "could not create collection in plan");
    }

    /// <exception cref="DataError">It is gone already.</exception>
    public async Task DropAsync(PlannedCollection collection, CancellationToken cancellationToken)
    {
        if (await cluster.CommitAsync(Unwanted(collection.Id, collection.Name, collection.GroupId!), cancellationToken) is null)
        {
            throw DataError.NoCollection();
        }

        var reported = $"Current/Collections/{database}/{collection.Id}";
        await cluster.Cache.FindAsync(tree => tree.Has(collection.Path) ? null : tree, _limit, cancellationToken);
        await cluster.Cache.FindAsync(tree => tree.NodeAt(reported).Count == 0 ? tree : null, _limit, cancellationToken);
        await cluster.CommitAsync(new Change().Delete(reported).Increment("Current/Version").WhenAbsent(collection.Path), cancellationToken);
    }

    /// <summary>Changes what all collections of the group have in common, and whether this one is cached.</summary>
    /// <exception cref="DataError">It is gone, or the servers did not follow in time.</exception>
    public async Task ChangeAsync(
        PlannedCollection collection, JsonObject changeables, bool cacheEnabled, CancellationToken cancellationToken)
    {
        var group = CollectionGroup.Path("Target", database, collection.GroupId!);
        var before = cluster.Cache.Now.Tree.NumberAt($"{group}/version") ?? 0;
        var change = new Change()
            .Set($"{group}/attributes/mutable", changeables)
            .Set($"{Target(collection.Id)}/cacheEnabled", cacheEnabled)
            .Increment($"{group}/version").Increment("Target/Version")
            .WhenPresent(Target(collection.Id)).WhenPresent(group);
        if (await cluster.CommitAsync(change, cancellationToken) is null)
        {
            throw DataError.NoCollection();
        }

        if (!await ReachedAsync(new() { [collection.GroupId!] = before + 1 }, cancellationToken))
        {
            throw DataError.ClusterTimeout();
        }
    }

    private string Target(string collection) => $"Target/Collections/{database}/{collection}";

    private string Name(string name) => $"Target/CollectionNames/{database}/{name}";

    private void Check(ObjectValue tree, IReadOnlyList<CollectionPlan> plans)
    {
        var servers = Placement.Usable(tree).Count;
        foreach (var plan in plans)
        {
            if (tree.Has(Name(plan.Properties.Name)))
            {
                throw new DataError(409, 1207, "duplicate name");
            }

            if (servers == 0 || (servers < plan.ReplicationFactor && !plan.Lenient))
            {
                throw new DataError(
                    500, 1487, "the number of current DB-Servers is lower than the requested replicationFactor/writeConcern");
            }
        }
    }

    private void Want(Change change, ObjectValue tree, CollectionPlan plan, string? ownGroup, Dictionary<string, long> awaited)
    {
        var id = $"{plan.Properties.Id}";
        var groupId = ownGroup ?? plan.Like!.GroupId!;
        var group = CollectionGroup.Path("Target", database, groupId);
        if (ownGroup is null)
        {
            change.Set($"{group}/collections/{id}", new JsonObject()).Increment($"{group}/version").WhenPresent(group);
            awaited[groupId] = (tree.NumberAt($"{group}/version") ?? 0) + 1;
        }
        else
        {
            var copies = plan.Satellite ? CollectionGroup.Everywhere : plan.ReplicationFactor;
            change.WhenAbsent(group).Set(group, new JsonObject
            {
                ["id"] = Number(groupId),
                ["groupLeader"] = id,
                ["collections"] = new JsonObject { [id] = new JsonObject() },
                ["attributes"] = CollectionGroup.Attributes(plan.Shards, copies, plan.WriteConcern, plan.Properties.WaitForSync),
                ["version"] = 1,
            });
            awaited[groupId] = 1;
        }

        change.Set(Target(id), Entry(plan, groupId)).WhenAbsent(Target(id))
            .Set(Name(plan.Properties.Name), new JsonObject()).WhenAbsent(Name(plan.Properties.Name));
    }

    /// <summary>The collection without what stands in its group.</summary>
    private static JsonObject Entry(CollectionPlan plan, string groupId)
    {
        var entry = plan.ToEntry();
        foreach (var common in (string[])
        [
            "numberOfShards", "replicationFactor", "writeConcern", "minReplicationFactor", "waitForSync", "shardingStrategy", "status",
            "statusString", "deleted", "distributeShardsLike",
        ])
        {
            entry.Remove(common);
        }

        entry.Insert(0, CollectionGroup.Key, Number(groupId));
        return entry;
    }

    private static JsonNode Number(string id) => long.Parse(id, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<bool> ReachedAsync(Dictionary<string, long> versions, CancellationToken cancellationToken) =>
        await cluster.Cache.FindAsync(
            tree => versions.All(v => tree.NumberAt($"{CollectionGroup.Path("Current", database, v.Key)}/supervision/targetVersion") >= v.Value) ? tree : null,
            _limit, cancellationToken) is not null;

    private Change Unwanted(string id, string name, string groupId)
    {
        var group = CollectionGroup.Path("Target", database, groupId);
        return new Change()
            .Delete(Target(id)).Delete(Name(name)).Delete($"{group}/collections/{id}")
            .Increment($"{group}/version").Increment("Target/Version")
            .WhenPresent(Target(id)).WhenPresent(group);
    }

    private async Task RemoveAsync(IReadOnlyList<CollectionPlan> plans, Dictionary<CollectionPlan, string> own)
    {
        foreach (var plan in plans)
        {
            await cluster.CommitAsync(
                Unwanted($"{plan.Properties.Id}", plan.Properties.Name, own.GetValueOrDefault(plan) ?? plan.Like!.GroupId!), CancellationToken.None);
        }
    }
}
