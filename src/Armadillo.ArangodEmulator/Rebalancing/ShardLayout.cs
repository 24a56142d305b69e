using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>Which server leads and follows which shard. Shards that lie like others move with them and have no entry of their own.</summary>
internal sealed class ShardLayout
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _servers = [];
    private readonly List<LaidShard> _shards = [];

    private ShardLayout(IEnumerable<string> healthy) => Healthy = [.. healthy];

    public IReadOnlyList<string> Servers => _servers;

    /// <summary>Those that shards may be given to.</summary>
    public HashSet<string> Healthy { get; }

    /// <summary>Shards of one collection stand together.</summary>
    public IReadOnlyList<LaidShard> Shards => _shards;

    /// <param name="tree">The agency's tree.</param>
    /// <param name="plan">Reads the collections of the tree.</param>
    /// <param name="without">What is left as it is.</param>
    public static ShardLayout Read(ObjectValue tree, ClusterPlan plan, Func<PlannedCollection, bool> without)
    {
        var layout = new ShardLayout(
            tree.NodeAt("Supervision/Health").Members.Keys.Where(id => tree.TextAt($"Supervision/Health/{id}/Status") == HealthRecord.Good));
        foreach (var server in tree.NodeAt("Current/DBServers").Members.Keys)
        {
            layout.NumberOf(server);
        }

        var collections = plan.All(tree).Where(c => !c.IsBuilding && !without(c)).ToLookup(static c => c.DistributeShardsLike is null);
        foreach (var collection in collections[true])
        {
            layout.Add(collection);
        }

        var following = collections[false].ToLookup(static c => c.DistributeShardsLike!, StringComparer.Ordinal);
        foreach (var shard in layout._shards)
        {
            shard.Weight += following[shard.Collection.Id].Count();
        }

        return layout;
    }

    private void Add(PlannedCollection collection)
    {
        foreach (var shard in collection.Shards.Where(static s => s.Servers.Count > 0))
        {
            _shards.Add(new LaidShard(collection, shard.Name, NumberOf(shard.Leader), shard.Servers.Skip(1).Select(NumberOf)));
        }
    }

    private int NumberOf(string server)
    {
        if (!_numbers.TryGetValue(server, out var number))
        {
            _numbers[server] = number = _servers.Count;
            _servers.Add(server);
        }

        return number;
    }
}
