using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>A collection as the plan has it.</summary>
internal sealed class PlannedCollection(string database, string id, ObjectValue properties)
{
    public string Database { get; } = database;

    public string Id { get; } = id;

    public ObjectValue Properties { get; } = properties;

    public string Name { get; } = properties.TextAt("name") ?? "";

    /// <summary>Not yet to be seen: its creation has not been finished.</summary>
    public bool IsBuilding { get; } = properties.Has("isBuilding");

    /// <summary>Its collection group; null in a database with replication version 1.</summary>
    public string? GroupId { get; } = properties.IdAt(CollectionGroup.Key);

    public bool IsSystem => Flag("isSystem");

    public bool WaitForSync => Flag("waitForSync");

    public bool IsEdge => Number("type", CollectionProperties.DocumentType) == CollectionProperties.EdgeType;

    public int WriteConcern => (int)Number("writeConcern", 1);

    public int ReplicationFactor => (int)Number("replicationFactor", 1);

    /// <summary>One copy on each DB server.</summary>
    public bool IsSatellite => Properties.TextAt("replicationFactor") == ShardingDefaults.Everywhere;

    public string? DistributeShardsLike => Properties.TextAt("distributeShardsLike");

    public IReadOnlyList<string> ShardKeys { get; } =
        [.. ((properties["shardKeys"] as ArrayValue)?.Items ?? []).OfType<StringValue>().Select(static k => k.Content)];

    /// <summary>In the order of their numbers, which is the order in which documents are spread over them.</summary>
    public IReadOnlyList<PlannedShard> Shards { get; } =
    [
        .. properties.NodeAt("shards").Members
            .Select(static s => new PlannedShard(s.Key, [.. ((s.Value as ArrayValue)?.Items ?? []).OfType<StringValue>().Select(static i => i.Content)]))
            .OrderBy(static s => s.Number),
    ];

    public IReadOnlyList<PlannedIndex> Indexes => field ??= PlannedIndex.All(Properties["indexes"]);

    public string Path => $"Plan/Collections/{Database}/{Id}";

    public string CurrentPath(PlannedShard shard) => $"Current/Collections/{Database}/{Id}/{shard.Name}";

    public long Number(string name, long missing) => (Properties[name] as NumberValue)?.Integer ?? missing;

    public bool Flag(string name) => Properties[name] is BoolValue { Content: true };
}

/// <summary>One shard and its servers, leader first. A leader with an underscore before its id has been asked to resign.</summary>
internal sealed record PlannedShard(string Name, IReadOnlyList<string> Servers)
{
    private const char ResignedMark = '_';

    public long Number { get; } = long.TryParse(Name.AsSpan(1), CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The leader, also when it is to resign; empty for none.</summary>
    public string Leader => Servers.Count > 0 ? Servers[0].TrimStart(ResignedMark) : "";

    public bool LeaderResigns => Servers.Count > 0 && Servers[0].StartsWith(ResignedMark);

    public bool Names(string server) => Leader == server || Servers.Contains(server);

    public static string Resigned(string server) => ResignedMark + server;
}
