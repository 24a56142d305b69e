using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>Insert, replace, update and remove in one collection; called under the lock of the store.</summary>
internal sealed class DocumentOperations(IDocumentWriter data, Collection collection, DocumentOptions options)
{
    private string CollectionName => collection.Properties.PublicName;

    /// <summary>The document of a key or an id; a wrong revision is a conflict.</summary>
    public JsonObject Get(string key, string? revision)
    {
        if (!collection.TryGet(key, out var document))
        {
            throw DataError.NoDocument();
        }

        var present = (string)document["_rev"]!;
        return revision is null || revision == present
            ? document
            : throw new DataError(412, 1200, "conflict, _rev values do not match") { Present = ($"{CollectionName}/{key}", key, present) };
    }

    public DocumentChange Insert(JsonObject body)
    {
        var key = body["_key"] is { } given ? GivenKey(given) : GeneratedKey();
        if (collection.TryGet(key, out _))
        {
            switch (options.OverwriteMode)
            {
                case "ignore":
                    return new DocumentChange(CollectionName, null, Get(key, null));
                case "replace":
                    return Replace(key, body);
                case "update":
                    return Update(key, body);
                default:
                    throw new DataError(
                        409, 1210, $"unique constraint violated - in index primary of type primary over '_key'; conflicting key: {key}");
            }
        }

        return Store(key, null, body);
    }

    public DocumentChange Replace(string key, JsonObject body) => Store(key, Get(key, Expected(body)), body);

    public DocumentChange Update(string key, JsonObject patch)
    {
        var old = Get(key, Expected(patch));
        var merged = (JsonObject)old.DeepClone();
        Merge(merged, patch);
        return Store(key, old, merged);
    }

    public DocumentChange Remove(string key, string? revision)
    {
        var old = Get(key, options.IfMatch ?? revision);
        data.Remove(collection, key, options.WaitForSync);
        return new DocumentChange(CollectionName, old, null);
    }

    /// <summary>The _rev of a body that counts, if any.</summary>
    public string? Expected(JsonNode? body) => options.IfMatch
        ?? (!options.IgnoreRevs && body is JsonObject o && o["_rev"] is JsonValue v && v.TryGetValue<string>(out var revision) ? revision : null);

    private DocumentChange Store(string key, JsonObject? old, JsonObject content)
    {
        var document = new JsonObject { ["_key"] = key, ["_id"] = $"{CollectionName}/{key}" };
        if (collection.IsEdge)
        {
            document["_from"] = End(content, "_from");
            document["_to"] = End(content, "_to");
        }

        document["_rev"] = data.Ticks.NextRevision();
        foreach (var (name, value) in content)
        {
            if (name is not ("_key" or "_id" or "_rev") && !(collection.IsEdge && name is "_from" or "_to"))
            {
                document[name] = value?.DeepClone();
            }
        }

        if (old is not null && options.ShardKeys.Any(k => !JsonNode.DeepEquals(old[k], document[k])))
        {
            throw new DataError(400, 1469, "must not change the value of a shard key attribute");
        }

        collection.CheckUnique(document);
        data.Put(collection, document, options.WaitForSync);
        return new DocumentChange(CollectionName, old, document);
    }

    private static string End(JsonObject content, string name) =>
        content[name] is JsonValue v && v.TryGetValue<string>(out var id) && id.IndexOf('/', StringComparison.Ordinal) > 0
            ? id
            : throw new DataError(400, 1233, "edge attribute missing or invalid");

    private void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null && !options.KeepNull)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = options.MergeObjects && value is JsonObject inner && target[name] is JsonObject present
                    ? MergedAttributes.Merge(present, inner, options.KeepNull)
                    : value?.DeepClone();
            }
        }
    }

    private string GivenKey(JsonNode given)
    {
        if (!collection.Properties.AllowUserKeys)
        {
            throw new DataError(400, 1222, "unexpected document key");
        }

        return given is JsonValue v && v.TryGetValue<string>(out var key) && DocumentKeys.IsKey(key)
            ? key
            : throw new DataError(400, 1221, "illegal document key");
    }

    private string GeneratedKey()
    {
        if (collection.Properties.KeyType != "autoincrement")
        {
            return data.Ticks.NextId().ToString(CultureInfo.InvariantCulture);
        }

        var (offset, step, last) = (collection.Properties.KeyOffset, Math.Max(collection.Properties.KeyIncrement, 1), collection.LastValue);
        var next = last < offset ? offset : last - ((last - offset) % step) + step;
        return Math.Max(next, 1).ToString(CultureInfo.InvariantCulture);
    }
}
