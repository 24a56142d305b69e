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
            var seen = Now();
            if (seen.Indexes.FirstOrDefault(p => !p.IsBuiltIn && wanted.IsLike(p.Definition)) is { } present)
            {
                return (present.Definition, false);
            }

            if (seen.Indexes.Any(p => p.Definition.Name == wanted.Name))
            {
                throw new DataError(400, 1005, "duplicate value for `id` or `name`");
            }

            wanted.CheckBeside(seen.Indexes.Where(static p => !p.IsBuiltIn).Select(static p => p.Definition));
            var planned = Edit("push", building).WhenUnchanged(Path, Present(seen));
            if (await cluster.CommitAsync(planned, cancellationToken) is { } committed)
            {
                await cluster.Cache.SeenAsync(committed, CancellationToken.None);
                await FinishAsync(wanted.Id, building, entry);
                return (wanted, true);
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
            var seen = Now();
            var index = seen.Indexes.FirstOrDefault(p => p.Id == text) ?? throw new DataError(404, 1212, "index not found");
            if (await cluster.CommitAsync(Edit("erase", index.ToJson()).WhenUnchanged(Path, Present(seen)), cancellationToken) is { } committed)
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

    /// <summary>To its end also when nobody waits for the answer any more: what is half made must not stay.</summary>
    private async Task FinishAsync(long id, JsonObject building, JsonObject entry)
    {
        var text = id.ToString(CultureInfo.InvariantCulture);
        var failure = await cluster.Cache.FindAsync(tree => Outcome(tree, text), _limit, CancellationToken.None)
            ?? new Failure(new DataError(400, 1457, "Index could not be created within timeout, giving up and rolling back index creation."));
        var change = failure.Error is not null ? Edit("erase", building)
            : _grouped ? null
            : new Change().Set(Path, new JsonObject { ["op"] = "replace", ["val"] = building, ["new"] = entry });
        if (change is not null && await cluster.CommitAsync(change.Increment(Version).WhenPresent(Path), CancellationToken.None) is { } index)
        {
            await cluster.Cache.SeenAsync(index, CancellationToken.None);
        }

        if (failure.Error is { } error)
        {
            await cluster.Cache.FindAsync(
                tree => cluster.Plan.In(tree, collection.Database).Any(c => c.Id == collection.Id && c.Indexes.Any(i => i.Id == text)) ? null : tree,
                _limit, CancellationToken.None);
            throw error;
        }
    }

    private Change Edit(string operation, JsonObject entry) => new Change()
        .Set(Path, new JsonObject { ["op"] = operation, [operation == "push" ? "new" : "val"] = entry.DeepClone() })
        .Increment(Version);

    /// <summary>The indexes where they are changed, as they were when the plan was looked at.</summary>
    private Value? Present(PlannedCollection seen) => _grouped ? cluster.Cache.Now.Tree.At(Path) : seen.Properties["indexes"];

    /// <summary>Null: not yet decided.</summary>
    private Failure? Outcome(ObjectValue tree, string id)
    {
        var planned = cluster.Plan.In(tree, collection.Database).FirstOrDefault(c => c.Id == collection.Id);
        var index = planned?.Indexes.FirstOrDefault(i => i.Id == id);
        if (planned is null || (index is null && !(_grouped && Wanted(tree, id))))
        {
            return new Failure(planned is null ? DataError.NoCollection() : new DataError(400, 1235, "index was dropped during creation"));
        }

        var reports = Reports(tree, id).ToList();
        foreach (var (shard, report) in reports)
        {
            if (report.FlagAt("error"))
            {
                var (number, text) = ((int)(report.NumberAt("errorNum") ?? 1235), report.TextAt("errorMessage"));
                return new Failure(new DataError(400, number, $"Error during index creation:  shardID:{shard}: {text} (errNum={number})"));
            }
        }

        return reports.Count == planned.Shards.Count && !(_grouped && index is not { IsBuilding: false }) ? new Failure(null) : null;
    }

    private bool Wanted(ObjectValue tree, string id) => (tree.At(Path) as ArrayValue)?.Items.OfType<ObjectValue>().Any(i => i.TextAt("id") == id) ?? false;

    private IEnumerable<(string Shard, ObjectValue Index)> Reports(ObjectValue tree, string id) =>
        from shard in tree.NodeAt($"Current/Collections/{collection.Database}/{collection.Id}").Members
        from index in ((shard.Value as ObjectValue)?["indexes"] as ArrayValue)?.Items.OfType<ObjectValue>() ?? []
        where index.TextAt("id") == id
        select (shard.Key, index);

    private sealed record Failure(DataError? Error);
}
