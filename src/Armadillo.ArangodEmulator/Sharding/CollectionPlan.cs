using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>What shall be made: the collection's own properties, and how it is spread.</summary>
internal sealed record CollectionPlan(CollectionProperties Properties, IReadOnlyList<string> ShardKeys, int Shards, int ReplicationFactor, int WriteConcern)
{
    /// <summary>The collection whose shards are followed, with its id; then the numbers are its numbers.</summary>
    public PlannedCollection? Like { get; init; }

    /// <summary>One copy on each DB server, also on those that come later.</summary>
    public bool Satellite { get; init; }

    /// <summary>Fewer servers than the replication factor asks for are no reason to fail.</summary>
    public bool Lenient { get; init; }

    public static CollectionPlan FromRequest(
        JsonObject body, string id, string serverId, PlannedCollection? like, ShardingDefaults defaults, OptionValues options)
    {
        var own = (JsonObject)body.DeepClone();
        own.Remove("distributeShardsLike");
        var properties = CollectionProperties.FromRequest(own, long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), serverId);
        var keys = body["shardKeys"] is JsonArray { Count: > 0 } given ? [.. given.Select(Text)] : new List<string> { "_key" };
        if (body.TextAt("shardingStrategy") is not (null or "" or "hash"))
        {
            throw DataError.NotEmulated("sharding strategies other than 'hash'");
        }

        var satellite = like?.IsSatellite ?? (body["replicationFactor"] is null ? defaults.Satellite : WantsSatellite(body));
        var plan = new CollectionPlan(
            properties, keys,
            (int)(like?.Shards.Count ?? body.NumberAt("numberOfShards") ?? 1),
            satellite ? int.MaxValue : (int)(like?.ReplicationFactor ?? body.NumberAt("replicationFactor") ?? defaults.ReplicationFactor),
            satellite ? 1 : (int)(body.NumberAt("writeConcern") ?? body.NumberAt("minReplicationFactor") ?? like?.WriteConcern ?? defaults.WriteConcern))
        {
            Like = like,
            Satellite = satellite,
            Lenient = satellite,
        };
        plan.Check(options);
        return plan;
    }

    /// <summary>The entry of the plan, without shards.</summary>
    public JsonObject ToEntry()
    {
        var keys = new JsonObject { ["allowUserKeys"] = Properties.AllowUserKeys, ["type"] = Properties.KeyType };
        if (Properties.KeyType == "autoincrement")
        {
            keys["offset"] = Properties.KeyOffset;
            keys["increment"] = Properties.KeyIncrement;
        }

        var entry = new JsonObject
        {
            ["cacheEnabled"] = Properties.CacheEnabled,
            ["computedValues"] = null,
            ["deleted"] = false,
            ["id"] = $"{Properties.Id}",
            ["indexes"] = Indexes(),
            ["internalValidatorType"] = 0,
            ["isDisjoint"] = false,
            ["isSmart"] = false,
            ["isSmartChild"] = false,
            ["isSystem"] = Properties.IsSystem,
            ["keyOptions"] = keys,
            ["minReplicationFactor"] = WriteConcern,
            ["name"] = Properties.Name,
            ["numberOfShards"] = Shards,
            ["replicationFactor"] = Satellite ? ShardingDefaults.Everywhere : ReplicationFactor,
            ["schema"] = null,
            ["shardKeys"] = new JsonArray([.. ShardKeys.Select(static k => (JsonNode)k)]),
            ["shardingStrategy"] = "hash",
            ["status"] = 3,
            ["statusString"] = "loaded",
            ["syncByRevision"] = true,
            ["type"] = Properties.Type,
            ["usesRevisionsAsDocumentIds"] = true,
            ["waitForSync"] = Properties.WaitForSync,
            ["writeConcern"] = WriteConcern,
        };
        if (Like is not null)
        {
            entry["distributeShardsLike"] = Like.Id;
        }

        return entry;
    }

    private JsonArray Indexes()
    {
        var indexes = new JsonArray(Index("0", "primary", unique: true, "_key"));
        if (Properties.Type == CollectionProperties.EdgeType)
        {
            indexes.Add((JsonNode)Index("1", "edge", unique: false, "_from", "_to"));
        }

        return indexes;
    }

    private static JsonObject Index(string id, string type, bool unique, params string[] fields) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["name"] = type,
        ["fields"] = new JsonArray([.. fields.Select(static f => (JsonNode)f)]),
        ["unique"] = unique,
        ["sparse"] = false,
    };

    /// <exception cref="DataError">A text that means nothing.</exception>
    public static bool WantsSatellite(JsonObject body) => body.TextAt("replicationFactor") switch
    {
        null => false,
        ShardingDefaults.Everywhere => true,
        _ => throw BadParameter("replicationFactor must be a number or 'satellite'"),
    };

    private static string Text(JsonNode? node) =>
        node is JsonValue v && v.TryGetValue<string>(out var text) ? text : throw BadParameter("shardKeys must be an array of names");

    private static DataError BadParameter(string message) => new(400, 10, message);

    private void Check(OptionValues options)
    {
        if (Shards < 1 || Shards > options.Number("cluster.max-number-of-shards"))
        {
            throw Shards < 1 ? BadParameter("invalid number of shards") : new DataError(400, 1450, "too many shards");
        }

        if (Satellite && Shards > 1)
        {
            throw BadParameter("a satellite collection must have one shard");
        }

        if (!Satellite && (ReplicationFactor < options.Number("cluster.min-replication-factor") || ReplicationFactor > options.Number("cluster.max-replication-factor")))
        {
            throw BadParameter("replicationFactor is out of the allowed range");
        }

        if (WriteConcern < 1 || WriteConcern > ReplicationFactor)
        {
            throw BadParameter("writeConcern must be between 1 and replicationFactor");
        }

        if (Properties.KeyType == "autoincrement" && Shards > 1)
        {
            throw new DataError(501, 1470, "the specified key generator is not supported for collections with more than one shard");
        }

        if (Like is { DistributeShardsLike: not null })
        {
            throw new DataError(500, 1484, "chain of distributeShardsLike references");
        }
    }
}
