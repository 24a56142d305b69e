using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>Changes of a shard as they go from the leader to its followers, and what they do there.</summary>
internal static class ShardChange
{
    public static JsonObject Put(JsonObject document) => new() { ["put"] = document.DeepClone() };

    public static JsonObject Remove(string key) => new() { ["remove"] = key };

    public static JsonObject Truncate() => new() { ["truncate"] = true };

    public static JsonArray From(IEnumerable<DocumentChange> changes) =>
        new([.. changes.Select(static c => (JsonNode)(c.New is null ? Remove(c.Key) : Put(c.New)))]);

    /// <summary>The changes of a transaction, as the journal has them.</summary>
    public static JsonArray FromJournal(IEnumerable<JsonObject> entries) =>
        new([.. entries.Select(static e => (JsonNode)(e["document"] is JsonObject document ? Put(document) : Remove((string)e["key"]!)))]);

    /// <summary>What a copy with these revisions lacks, and what it has too much; called under the lock of the store.</summary>
    public static JsonArray Differences(Collection collection, JsonObject revisions)
    {
        var changes = new JsonArray();
        foreach (var document in collection.Documents)
        {
            var there = revisions[(string)document["_key"]!];
            if (there is null || (string?)there != (string?)document["_rev"])
            {
                changes.Add((JsonNode)Put(document));
            }
        }

        foreach (var (key, _) in revisions)
        {
            if (!collection.TryGet(key, out _))
            {
                changes.Add((JsonNode)Remove(key));
            }
        }

        return changes;
    }

    public static JsonObject Revisions(Collection collection)
    {
        var revisions = new JsonObject();
        foreach (var document in collection.Documents)
        {
            revisions[(string)document["_key"]!] = (string)document["_rev"]!;
        }

        return revisions;
    }

    /// <summary>Called under the lock of the store.</summary>
    public static void Apply(DataStore data, Collection collection, JsonArray changes, bool sync)
    {
        foreach (var change in changes.OfType<JsonObject>())
        {
            if (change["put"] is JsonObject document)
            {
                data.Put(collection, document, sync);
            }
            else if (change["remove"] is { } key)
            {
                data.Remove(collection, (string)key!, sync);
            }
            else
            {
                data.Truncate(collection);
            }
        }
    }
}
