using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Diagnosis;

/// <summary>Planned collections that cannot be right, or whose leaders are not well.</summary>
internal static class PlanFindings
{
    private const string Unknown = "UNKNOWN";

    public static IEnumerable<PlannedCollection> Collections(ObjectValue tree) =>
        from database in tree.NodeAt("Plan/Collections").Members
        where database.Value is ObjectValue
        from collection in ((ObjectValue)database.Value).Members
        where collection.Value is ObjectValue
        select new PlannedCollection(database.Key, collection.Key, (ObjectValue)collection.Value);

    public static IEnumerable<string> DuplicateNames(ObjectValue tree) => Collections(tree)
        .GroupBy(static c => (c.Database, c.Name))
        .Where(static g => g.Count() > 1)
        .Select(static g => $"{g.Key.Database}/{g.Key.Name} is planned {g.Count()} times: {string.Join(", ", g.Select(static c => c.Id))}");

    /// <summary>Shards whose leader is not GOOD, or of which the supervision says nothing: so it is with one that has resigned.</summary>
    public static IEnumerable<string> UnhealthyLeaders(ObjectValue tree) =>
        from collection in Collections(tree)
        from shard in collection.Shards
        where shard.Servers.Count > 0
        let leader = shard.Servers[0]
        let health = tree.TextAt($"Supervision/Health/{leader}/Status") ?? Unknown
        where health != HealthRecord.Good
        select $"{collection.Database}/{collection.Name}/{shard.Name}: the leader {leader} is {health}, followers: "
            + (shard.Servers.Count > 1 ? string.Join(", ", shard.Servers.Skip(1)) : "none");

    /// <summary>Collections whose shards do not lie as those of the collection that they are to be distributed like.</summary>
    public static IEnumerable<string> UnlikeShards(ObjectValue tree)
    {
        var all = Collections(tree).ToList();
        foreach (var collection in all.Where(static c => c.DistributeShardsLike is { Length: > 0 } && !c.Properties.Has("shadowCollections")))
        {
            var where = $"{collection.Database}/{collection.Name}";
            var target = all.Find(c => c.Database == collection.Database && c.Id == collection.DistributeShardsLike);
            if (target is null)
            {
                yield return $"{where}: MissingTargetCollection {collection.DistributeShardsLike}";
            }
            else if (target.Shards.Count != collection.Shards.Count)
            {
                yield return $"{where}: DifferentNumberOfShards, {collection.Shards.Count} and {target.Shards.Count} of {target.Name}";
            }
            else
            {
                foreach (var (own, like) in collection.Shards.Zip(target.Shards).Where(static p => !p.First.Servers.SequenceEqual(p.Second.Servers)))
                {
                    yield return $"{where}: InconsistentShardDistribution, {own.Name} on {string.Join(", ", own.Servers)} "
                        + $"and {like.Name} of {target.Name} on {string.Join(", ", like.Servers)}";
                }
            }
        }
    }
}
