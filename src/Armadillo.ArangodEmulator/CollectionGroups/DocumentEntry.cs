using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>
/// What stands in the log of a collection group, in the form of the server's sources: definitions of shards and indexes, and documents by
/// transaction. Changes of documents count once their transaction's commit is in the log.
/// </summary>
internal static class DocumentEntry
{
    public const string AbortAllOngoing = "AbortAllOngoingTrx";
    public const string Commit = "Commit";
    public const string Truncate = "Truncate";
    public const string CreateShard = "CreateShard";
    public const string ModifyShard = "ModifyShard";
    public const string DropShard = "DropShard";
    public const string CreateIndex = "CreateIndex";
    public const string DropIndex = "DropIndex";
    public const string Insert = "Insert";
    public const string Replace = "Replace";
    public const string Remove = "Remove";

    public static JsonObject Of(string type, params ReadOnlySpan<(string Key, JsonNode? Value)> fields)
    {
        var operation = new JsonObject { ["type"] = type };
        foreach (var (key, value) in fields)
        {
            operation[key] = value;
        }

        return new JsonObject { ["operation"] = operation };
    }

    /// <summary>The entries of one transaction, its commit last.</summary>
    /// <param name="transaction">Number of the transaction.</param>
    /// <param name="collection">The shard as it is before: what is there is replaced.</param>
    /// <param name="changes">In the form in which leaders send them to followers.</param>
    public static IEnumerable<JsonObject> OfTransaction(long transaction, Collection collection, JsonArray changes)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var shard = collection.Properties.Name;
        foreach (var change in changes.OfType<JsonObject>())
        {
            if (change["put"] is JsonObject document)
            {
                var key = (string)document["_key"]!;
                var type = made.Contains(key) || collection.TryGet(key, out _) ? Replace : Insert;
                made.Add(key);
                yield return Document(type, transaction, shard, (JsonObject)document.DeepClone());
            }
            else if (change["remove"] is { } removed)
            {
                yield return Document(Remove, transaction, shard, new JsonObject { ["_key"] = (string)removed! });
            }
            else
            {
                yield return Of(Truncate, ("tid", transaction), ("shard", shard));
            }
        }

        yield return Of(Commit, ("tid", transaction));
    }

    /// <summary>Whether the operation has what it needs: anybody may write anything into a log.</summary>
    public static bool IsSound(JsonObject operation) => operation.TextAt("type") switch
    {
        AbortAllOngoing => true,
        Commit => operation.NumberAt("tid") is not null,
        CreateShard or ModifyShard => operation.TextAt("shard") is ['s', .. var number] && long.TryParse(number, out _)
            && operation["properties"] is JsonObject properties && properties.TextAt("id") is not null && properties.TextAt("name") is not null,
        DropShard => operation.TextAt("shard") is not null,
        CreateIndex => operation.TextAt("shard") is not null && operation["properties"] is JsonObject,
        DropIndex => operation.TextAt("shard") is not null && operation.NumberAt("indexId") is not null,
        Truncate => IsOfTransaction(operation),
        Remove => IsOfTransaction(operation) && operation["payload"].TextAt("_key") is not null,
        Insert or Replace => IsOfTransaction(operation) && operation["payload"] is JsonObject document
            && document.TextAt("_key") is not null && document.TextAt("_rev") is not null,
        _ => false,
    };

    /// <summary>What an operation on documents means for the store.</summary>
    public static JsonObject ToStore(JsonObject operation, Collection collection) => (string?)operation["type"] switch
    {
        Truncate => DataStore.TruncateEntry(collection),
        Remove => DataStore.RemoveEntry(collection, (string)operation["payload"]!["_key"]!),
        _ => DataStore.PutEntry(collection, (JsonObject)operation["payload"]!),
    };

    private static bool IsOfTransaction(JsonObject operation) => operation.NumberAt("tid") is not null && operation.TextAt("shard") is not null;

    private static JsonObject Document(string type, long transaction, string shard, JsonObject payload) =>
        Of(type, ("tid", transaction), ("shard", shard), ("payload", payload));
}
