using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>
/// Collections of a database with replication version 2 whose shards lie together: the n-th shards of all of them share one
/// replicated log. What they have in common stands in the group.
/// </summary>
internal sealed class CollectionGroup(ObjectValue entry)
{
    /// <summary>In the place of a number of copies: one on each DB server.</summary>
    public const long Everywhere = 0;

    public const string Key = "groupId";

    private const string Mutable = "attributes/mutable";

    public IEnumerable<string> Collections => entry.NodeAt("collections").Members.Keys;

    public long Shards => entry.NumberAt("attributes/immutable/numberOfShards") ?? 1;

    public long ReplicationFactor => entry.NumberAt($"{Mutable}/replicationFactor") ?? 1;

    public long WriteConcern => entry.NumberAt($"{Mutable}/writeConcern") ?? 1;

    public bool WaitForSync => entry.FlagAt($"{Mutable}/waitForSync");

    public long? Version => entry.NumberAt("version");

    /// <summary>The collection that the others are distributed like.</summary>
    public string? Leader => entry.IdAt("groupLeader");

    /// <summary>What may be changed later.</summary>
    public ObjectValue Changeable => entry.NodeAt(Mutable);

    /// <summary>The logs, in the order of the shards.</summary>
    public IReadOnlyList<string> Logs { get; } =
        [.. ((entry["shardSheaves"] as ArrayValue)?.Items ?? []).OfType<ObjectValue>().Select(static s => s.IdAt("replicatedLog") ?? "")];

    /// <param name="section">Target, Plan or Current.</param>
    /// <param name="database">Name of the database.</param>
    /// <param name="id">Id of the group.</param>
    public static string Path(string section, string database, string id) => $"{section}/CollectionGroups/{database}/{id}";

    public static CollectionGroup? In(ObjectValue tree, string section, string database, string id) =>
        tree.At(Path(section, database, id)) is ObjectValue entry ? new CollectionGroup(entry) : null;

    /// <summary>Shards in the order of their logs.</summary>
    public static ImmutableArray<string> ShardsOf(ObjectValue collection) => collection.TextsAt("shardsR2") ?? [];

    /// <summary>What the group shall be like.</summary>
    public static JsonObject Attributes(long shards, long replicationFactor, long writeConcern, bool waitForSync) => new()
    {
        ["mutable"] = Changeables(replicationFactor, writeConcern, waitForSync),
        ["immutable"] = new JsonObject { ["numberOfShards"] = shards },
    };

    public static JsonObject Changeables(long replicationFactor, long writeConcern, bool waitForSync) => new()
    {
        ["writeConcern"] = writeConcern,
        ["replicationFactor"] = replicationFactor,
        ["waitForSync"] = waitForSync,
    };

    /// <summary>The entry of a collection with what stands in its group, so that it reads like one of replication version 1.</summary>
    public static ObjectValue Complete(ObjectValue collection, string id, ObjectValue groups)
    {
        if (collection.IdAt(Key) is not { } groupId || groups[groupId] is not ObjectValue found)
        {
            return collection;
        }

        var group = new CollectionGroup(found);
        var common = new JsonObject
        {
            ["numberOfShards"] = group.Shards,
            ["replicationFactor"] = group.ReplicationFactor == Everywhere ? ShardingDefaults.Everywhere : group.ReplicationFactor,
            ["writeConcern"] = group.WriteConcern,
            ["minReplicationFactor"] = group.WriteConcern,
            ["waitForSync"] = group.WaitForSync,
            ["shardingStrategy"] = "hash",
            ["status"] = 3,
            ["statusString"] = "loaded",
        };
        if (group.Leader is { } leader && leader != id)
        {
            common["distributeShardsLike"] = leader;
        }

        return common.Aggregate(collection, static (whole, part) => whole.With(part.Key, Value.From(part.Value)));
    }
}
