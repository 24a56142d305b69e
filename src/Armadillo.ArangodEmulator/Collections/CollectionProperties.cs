using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>What is told at the creation of a collection, and the forms in which arangod shows it.</summary>
internal sealed record CollectionProperties(
    long Id, string Name, int Type, bool WaitForSync, bool IsSystem, bool CacheEnabled, string KeyType, bool AllowUserKeys,
    long KeyOffset, long KeyIncrement, string GloballyUniqueId)
{
    public const int DocumentType = 2;
    public const int EdgeType = 3;

    private const int Loaded = 3;
    private const int LongestName = 256;

    /// <summary>Of a shard: the name of the collection that it is a part of.</summary>
    public string? ShardOf { get; init; }

    /// <summary>Kept by a replicated log, and not by the journal of the data directory.</summary>
    public bool IsLogged { get; init; }

    /// <summary>The name with which the ids of documents begin.</summary>
    public string PublicName => ShardOf ?? Name;

    public static CollectionProperties FromRequest(JsonObject body, long id, string serverId)
    {
        var system = Flag(body, "isSystem", false);
        var name = CheckedName(body, system);
        foreach (var feature in (string[])["schema", "computedValues", "smartJoinAttribute", "distributeShardsLike"])
        {
            if (body[feature] is not (null or JsonArray { Count: 0 }))
            {
                throw DataError.NotEmulated($"the collection property '{feature}'");
            }
        }

        var type = Number(body, "type", DocumentType);
        var keys = body["keyOptions"] as JsonObject ?? [];
        var keyType = Text(keys, "type") ?? "traditional";
        if (type is not (DocumentType or EdgeType))
        {
            throw new DataError(400, 1218, "collection type invalid");
        }

        return keyType is "traditional" or "autoincrement"
            ? new CollectionProperties(
                id, name, (int)type, Flag(body, "waitForSync", false), system, Flag(body, "cacheEnabled", false),
                keyType, Flag(keys, "allowUserKeys", true), Number(keys, "offset", 0), Number(keys, "increment", 1),
                $"h{serverId.Replace("-", "", StringComparison.Ordinal)[^12..].ToUpperInvariant()}/{id}")
            : throw DataError.NotEmulated($"key generator '{keyType}'");
    }

    /// <summary>A shard of a collection as it is planned.</summary>
    public static CollectionProperties OfShard(JsonObject planned, string shard, string serverId)
    {
        var body = (JsonObject)planned.DeepClone();
        body["name"] = shard;
        body.Remove("distributeShardsLike");

        // Coordinators have checked the keys, and made them where none was given.
        if (body["keyOptions"] is JsonObject keys)
        {
            keys["allowUserKeys"] = true;
        }

        var number = long.Parse(shard.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        return FromRequest(body, number, serverId) with { ShardOf = Text(planned, "name") };
    }

    public static string CheckedName(JsonObject body, bool system)
    {
        var name = Text(body, "name") ?? "";
        return name.Length is 0 or > LongestName
            || !(char.IsAsciiLetter(name[0]) || (name[0] == '_' && system))
            || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? throw new DataError(400, 1208, "illegal name")
            : name;
    }

    public static CollectionProperties FromJournal(JsonObject entry) => new(
        Number(entry, "id", 0), Text(entry, "name") ?? "", (int)Number(entry, "type", DocumentType), Flag(entry, "waitForSync", false),
        Flag(entry, "isSystem", false), Flag(entry, "cacheEnabled", false), Text(entry, "keyType") ?? "", Flag(entry, "allowUserKeys", true),
        Number(entry, "keyOffset", 0), Number(entry, "keyIncrement", 1), Text(entry, "globallyUniqueId") ?? "")
    {
        ShardOf = Text(entry, "shardOf"),
        IsLogged = Flag(entry, "isLogged", false),
    };

    public JsonObject ToJournal() => new()
    {
        ["shardOf"] = ShardOf,
        ["id"] = Id,
        ["name"] = Name,
        ["type"] = Type,
        ["waitForSync"] = WaitForSync,
        ["isSystem"] = IsSystem,
        ["cacheEnabled"] = CacheEnabled,
        ["keyType"] = KeyType,
        ["allowUserKeys"] = AllowUserKeys,
        ["keyOffset"] = KeyOffset,
        ["keyIncrement"] = KeyIncrement,
        ["globallyUniqueId"] = GloballyUniqueId,
        ["isLogged"] = IsLogged,
    };

    /// <summary>The short form of lists, GET of one collection and truncate; keys in their recorded order.</summary>
    public JsonObject Summary() => new()
    {
        ["globallyUniqueId"] = GloballyUniqueId,
        ["isSystem"] = IsSystem,
        ["status"] = Loaded,
        ["type"] = Type,
        ["name"] = Name,
        ["id"] = $"{Id}",
    };

    /// <summary>All properties of a single server's collection; keys in their recorded order.</summary>
    public JsonObject Full(long lastValue)
    {
        var keys = new JsonObject { ["allowUserKeys"] = AllowUserKeys, ["type"] = KeyType };
        if (KeyType == "autoincrement")
        {
            keys["offset"] = KeyOffset;
            keys["increment"] = KeyIncrement;
        }

        keys["lastValue"] = lastValue;
        return new JsonObject
        {
            ["writeConcern"] = 1,
            ["waitForSync"] = WaitForSync,
            ["usesRevisionsAsDocumentIds"] = true,
            ["syncByRevision"] = true,
            ["supportsRBAC"] = true,
            ["statusString"] = "loaded",
            ["id"] = $"{Id}",
            ["isSmartChild"] = false,
            ["schema"] = null,
            ["name"] = Name,
            ["type"] = Type,
            ["status"] = Loaded,
            ["cacheEnabled"] = CacheEnabled,
            ["isSystem"] = IsSystem,
            ["internalValidatorType"] = 0,
            ["globallyUniqueId"] = GloballyUniqueId,
            ["keyOptions"] = keys,
            ["computedValues"] = null,
            ["objectId"] = $"{Id + 1}",
        };
    }

    /// <summary>The same with a revision; recorded in another order.</summary>
    public JsonObject FullWithRevision(long lastValue, string revision)
    {
        var full = Full(lastValue);
        full["revision"] = revision;
        string[] order =
        [
            "writeConcern", "waitForSync", "usesRevisionsAsDocumentIds", "syncByRevision", "supportsRBAC", "statusString", "schema", "revision",
            "id", "isSmartChild", "name", "type", "status", "cacheEnabled", "isSystem", "objectId", "computedValues", "internalValidatorType",
            "globallyUniqueId", "keyOptions",
        ];
        return new JsonObject(order.Select(k => KeyValuePair.Create(k, full[k]?.DeepClone())));
    }

    public static bool Flag(JsonObject body, string name, bool missing) =>
        body[name] is JsonValue v && v.TryGetValue<bool>(out var flag) ? flag : missing;

    private static long Number(JsonObject body, string name, long missing) =>
        body[name] is JsonValue v && v.TryGetValue<long>(out var number) ? number : missing;

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;
}
