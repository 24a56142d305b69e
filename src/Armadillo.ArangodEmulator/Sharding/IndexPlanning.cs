using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>Writes indexes into the plan of a collection, waits until the leaders of all shards have done what it says, and lets them be seen.</summary>
internal sealed class IndexPlanning(ServerContext server, ClusterMember cluster, PlannedCollection collection)
{
    private const int Tries = 50;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly bool _grouped = collection.GroupId is not null;

    /// <summary>Of a collection group the supervision takes what is wanted from Target into the plan.</summary>
    private string Path => _grouped ? $"Target/Collections/{collection.Database}/{collection.Id}/indexes" : $"{collection.Path}/indexes";

    private string Version => _grouped ? "Target/Version" : "Plan/Version";

    /// <summary>The collection as it is planned now.</summary>
    public PlannedCollection Now() => cluster.Plan.Find(collection.Database, collection.Id) ?? throw DataError.NoCollection();

    /// <exception cref="DataError">A name is taken, a shard could not make the index, or a leader did not say so in time.</exception>
    public async Task<(IndexDefinition Made, bool IsNew)> EnsureAsync(IndexDefinition wanted, CancellationToken cancellationToken)
    {
        var entry = wanted.ToJson();
        entry["inBackground"] = false;
        var building = (JsonObject)entry.DeepClone();
        if (!_grouped)
        {
            building["isBuilding"] = true;
            building["coordinator"] = server.State.Id;
            building["coordinatorRebootId"] = server.State.RebootId;
        }

        for (var i = 0; i < Tries; i++)
        {
            var (node, indexes) = Present();
            if (indexes.FirstOrDefault(p => !p.IsBuiltIn && wanted.IsLike(p.Definition)) is { } present)
            {
                return (present.Definition, false);
            }

            if (indexes.Any(p => p.Definition.Name == wanted.Name))
            {
                throw new DataError(400, 1005, "duplicate value for `id` or `name`");
            }

            wanted.CheckBeside(indexes.Where(static p => !p.IsBuiltIn).Select(static p => p.Definition));
            var planned = Edit("push", building).WhenUnchanged(Path, node);
            var begun = new Withdrawal(cluster, server.Stop, Edit("erase", building).WhenPresent(Path));
            if (await begun.UnlessDoneAsync(() => CreateAsync(planned, wanted.Id, building, entry)) is { } outcome)
            {
                return outcome.Error is { } error ? throw error : (wanted, true);
            }

            await cluster.Cache.RefreshAsync(cancellationToken);
        }

        throw new DataError(400, 1482, "could not create index in plan");
    }

    /// <exception cref="DataError">404 and 1212 when it is not planned any more.</exception>
    public async Task DropAsync(long id, CancellationToken cancellationToken)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < Tries; i++)
        {
            var (node, indexes) = Present();
            var index = indexes.FirstOrDefault(p => p.Id == text) ?? throw new DataError(404, 1212, "index not found");
            if (await cluster.CommitAsync(Edit("erase", index.ToJson()).WhenUnchanged(Path, node), cancellationToken) is { } committed)
            {
                // What is gone must be gone here, even when a server that is away cannot say so.
                await cluster.Cache.SeenAsync(committed, cancellationToken);
                await cluster.Cache.FindAsync(tree => Reports(tree, text).Any() ? null : tree, _limit, cancellationToken);
                return;
            }

            await cluster.Cache.RefreshAsync(cancellationToken);
        }

        throw new DataError(500, 1483, "could not drop index in plan");
    }

    /// <summary>To its end also when nobody waits for the answer any more. Null when the indexes have changed since they were looked at.</summary>
    private async Task<Ended?> CreateAsync(Change planned, long id, JsonObject building, JsonObject entry)
    {
        var stopping = server.Stop.Stopping;
        if (await cluster.CommitAsync(planned, stopping) is not { } committed)
        {
            return null;
        }

        await cluster.Cache.SeenAsync(committed, stopping);
        var text = id.ToString(CultureInfo.InvariantCulture);
        var outcome = await cluster.Cache.FindAsync(tree => Outcome(tree, text), _limit, stopping)
            ?? new Ended(new DataError(400, 1457, "Index could not be created within timeout, giving up and rolling back index creation."));
        var change = outcome.Error is not null ? Edit("erase", building)
            : _grouped ? null
            : new Change().Set(Path, new JsonObject { ["op"] = "replace", ["val"] = building, ["new"] = entry }).Increment(Version);
        if (change is not null && await cluster.CommitAsync(change.WhenPresent(Path), stopping) is { } index)
        {
            await cluster.Cache.SeenAsync(index, stopping);
        }

        if (outcome.Error is not null)
        {
            await cluster.Cache.FindAsync(
                tree => cluster.Plan.In(tree, collection.Database).Any(c => c.Id == collection.Id && c.Indexes.Any(i => i.Id == text)) ? null : tree,
                _limit, stopping);
        }

        return outcome;
    }

    private Change Edit(string operation, JsonObject entry) => new Change()
        .Set(Path, new JsonObject { ["op"] = operation, [operation == "push" ? "new" : "val"] = entry.DeepClone() })
        .Increment(Version);

    /// <summary>
    /// The indexes where they are changed: what is to be changed is looked for in the very node that must not have changed meanwhile. The
    /// plan of a collection group comes later than what is wanted.
    /// </summary>
    private (Value? Node, IReadOnlyList<PlannedIndex> Indexes) Present()
    {
        var planned = Now();
        if (!_grouped)
        {
            return (planned.Properties["indexes"], planned.Indexes);
        }

        var wanted = cluster.Cache.Now.Tree.At(Path);
        return (wanted, PlannedIndex.All(wanted));
    }

    /// <summary>Null: not yet decided.</summary>
    private Ended? Outcome(ObjectValue tree, string id)
    {
        var planned = cluster.Plan.In(tree, collection.Database).FirstOrDefault(c => c.Id == collection.Id);
        var index = planned?.Indexes.FirstOrDefault(i => i.Id == id);
        if (planned is null || (index is null && !(_grouped && Wanted(tree, id))))
        {
            return new Ended(planned is null ? DataError.NoCollection() : new DataError(400, 1235, "index was dropped during creation"));
        }

        var reports = Reports(tree, id).ToList();
        foreach (var (shard, report) in reports)
        {
            if (report.FlagAt("error"))
            {
                var (number, text) = ((int)(report.NumberAt("errorNum") ?? 1235), report.TextAt("errorMessage"));
                return new Ended(new DataError(400, number, $"Error during index creation:  shardID:{shard}: {text} (errNum={number})"));
            }
        }

        return reports.Count == planned.Shards.Count && !(_grouped && index is not { IsBuilding: false }) ? new Ended(null) : null;
    }

    private bool Wanted(ObjectValue tree, string id) => (tree.At(Path) as ArrayValue)?.Items.OfType<ObjectValue>().Any(i => i.TextAt("id") == id) ?? false;

    private IEnumerable<(string Shard, ObjectValue Index)> Reports(ObjectValue tree, string id) =>
        from shard in tree.NodeAt($"Current/Collections/{collection.Database}/{collection.Id}").Members
        from index in ((shard.Value as ObjectValue)?["indexes"] as ArrayValue)?.Items.OfType<ObjectValue>() ?? []
        where index.TextAt("id") == id
        select (shard.Key, index);

    private sealed record Ended(DataError? Error);
}
