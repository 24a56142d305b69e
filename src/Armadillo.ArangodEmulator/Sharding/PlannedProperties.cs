using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The forms in which a coordinator shows a collection; keys in their recorded order.</summary>
internal static class PlannedProperties
{
    private static readonly string[] _recorded =
    [
        "writeConcern", "waitForSync", "usesRevisionsAsDocumentIds", "syncByRevision", "supportsRBAC", "shardingStrategy",
        "distributeShardsLike", "schema", "numberOfShards", "minReplicationFactor", "id", "isSmartChild", "name", "statusString", "isSmart",
        "replicationFactor", "type", "status", "cacheEnabled", "isSystem", "computedValues", "internalValidatorType", "globallyUniqueId",
        "shardKeys", "isDisjoint", "keyOptions",
    ];

    public static JsonObject Summary(PlannedCollection collection) => new()
    {
        ["globallyUniqueId"] = GloballyUniqueId(collection),
        ["isSystem"] = collection.IsSystem,
        ["status"] = collection.Number("status", 3),
        ["type"] = collection.Number("type", 2),
        ["name"] = collection.Name,
        ["id"] = collection.Id,
    };

    /// <summary>The names of the shards, or with <paramref name="details"/> their servers too.</summary>
    public static JsonObject WithShards(PlannedCollection collection, bool details)
    {
        var answer = new JsonObject
        {
            ["shards"] = details
                ? new JsonObject(collection.Shards.Select(static s => KeyValuePair.Create(s.Name, (JsonNode?)Names(s.Servers))))
                : Names(collection.Shards.Select(static s => s.Name)),
        };
        foreach (var (key, value) in Full(collection))
        {
            answer[key] = value?.DeepClone();
        }

        return answer;
    }

    public static JsonObject Full(PlannedCollection collection)
    {
        var answer = new JsonObject();
        foreach (var key in _recorded)
        {
            switch (key)
            {
                case "supportsRBAC":
                    answer[key] = true;
                    break;
                case "globallyUniqueId":
                    answer[key] = GloballyUniqueId(collection);
                    break;
                case "distributeShardsLike" when collection.DistributeShardsLike is null:
                    break;
                default:
                    answer[key] = collection.Properties[key]?.ToJson();
                    break;
            }
        }

        return answer;
    }

    private static string GloballyUniqueId(PlannedCollection collection) => $"c{collection.Id}/";

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static n => (JsonNode)n)]);
}
