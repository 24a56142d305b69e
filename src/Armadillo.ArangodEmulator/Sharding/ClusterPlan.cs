using System.Collections.Concurrent;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The planned collections of a cluster, read from the agency's tree once for each change.</summary>
internal sealed class ClusterPlan(AgencyCache cache)
{
    private readonly ConcurrentDictionary<string, (ObjectValue Node, ObjectValue Groups, IReadOnlyList<PlannedCollection> Collections)> _read = new(StringComparer.Ordinal);

    /// <summary>All collections of a database, those that are still being made among them.</summary>
    public IReadOnlyList<PlannedCollection> In(string database) => In(cache.Now.Tree, database);

    public IReadOnlyList<PlannedCollection> In(ObjectValue tree, string database)
    {
        var node = tree.NodeAt($"Plan/Collections/{database}");
        var groups = tree.NodeAt($"Plan/CollectionGroups/{database}");
        if (_read.TryGetValue(database, out var known) && ReferenceEquals(known.Node, node) && ReferenceEquals(known.Groups, groups))
        {
            return known.Collections;
        }

        IReadOnlyList<PlannedCollection> collections =
        [
            .. node.Members.Where(static c => c.Value is ObjectValue)
                .Select(c => new PlannedCollection(database, c.Key, CollectionGroup.Complete((ObjectValue)c.Value, c.Key, groups))),
        ];
        _read[database] = (node, groups, collections);
        return collections;
    }

    public IEnumerable<PlannedCollection> All(ObjectValue tree) => tree.NodeAt("Plan/Collections").Members.Keys.SelectMany(d => In(tree, d));

    /// <summary>By name or id; null when there is none.</summary>
    public PlannedCollection? Find(string database, string name) =>
        In(database).FirstOrDefault(c => !c.IsBuilding && (c.Name == name || c.Id == name));

    /// <summary>By name or id. One that is not known is asked for: another coordinator may just have made it.</summary>
    public async ValueTask<PlannedCollection> GetAsync(string database, string name, CancellationToken cancellationToken)
    {
        if (Find(database, name) is { } known)
        {
            return known;
        }

        await cache.RefreshAsync(cancellationToken);
        return Find(database, name) ?? throw DataError.NoCollection();
    }

    /// <summary>The shard as it is planned now; null when it is not planned any more.</summary>
    public (PlannedCollection Collection, PlannedShard Shard)? Shard(string database, string collectionId, string shard)
    {
        var collection = In(database).FirstOrDefault(c => c.Id == collectionId);
        return collection?.Shards.FirstOrDefault(s => s.Name == shard) is { } found ? (collection, found) : null;
    }
}
