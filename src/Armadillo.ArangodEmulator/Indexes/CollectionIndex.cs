using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>A persistent index: what it says about itself, and for a unique one which document has which values.</summary>
internal sealed class CollectionIndex(long id, string name, string[] fields, bool unique, bool sparse, bool deduplicate, bool estimates, bool cacheEnabled)
{
    public const string Persistent = "persistent";

    private readonly Dictionary<string, string> _keysByValues = new(StringComparer.Ordinal);

    public long Id { get; } = id;

    public string Name { get; } = name;

    public static CollectionIndex FromRequest(JsonObject body, Ticks ticks)
    {
        var type = Text(body["type"]);
        if (type is not Persistent)
        {
            throw type is null ? new DataError(400, 10, "bad parameter") : DataError.NotEmulated($"indexes of type '{type}'");
        }

        if (body["storedValues"] is not (null or JsonArray { Count: 0 }))
        {
            throw DataError.NotEmulated("stored values of an index");
        }

        string[] fields = body["fields"] is JsonArray { Count: > 0 } array
            ? [.. array.Select(static f => Text(f) is { Length: > 0 } field ? field : throw new DataError(400, 10, "bad parameter"))]
            : throw new DataError(400, 10, "bad parameter");
        return Array.Exists(fields, static f => f.Contains("[*]", StringComparison.Ordinal))
            ? throw DataError.NotEmulated("indexes over the elements of arrays")
            : new CollectionIndex(
                ticks.NextId(), Text(body["name"]) ?? $"idx_{ticks.NextNumber()}", fields, Flag(body, "unique", false), Flag(body, "sparse", false),
                Flag(body, "deduplicate", true), Flag(body, "estimates", true), Flag(body, "cacheEnabled", false));
    }

    public static CollectionIndex FromJournal(JsonObject entry) => new(
        (long)entry["id"]!, (string)entry["name"]!, [.. ((JsonArray)entry["fields"]!).Select(static f => (string)f!)], (bool)entry["unique"]!,
        (bool)entry["sparse"]!, (bool)entry["deduplicate"]!, (bool)entry["estimates"]!, (bool)entry["cacheEnabled"]!);

    public JsonObject ToJournal() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["fields"] = Fields(),
        ["unique"] = unique,
        ["sparse"] = sparse,
        ["deduplicate"] = deduplicate,
        ["estimates"] = estimates,
        ["cacheEnabled"] = cacheEnabled,
    };

    /// <summary>The recorded form; only the answer to a creation says whether it is new.</summary>
    public JsonObject ToAnswer(string collection, IEnumerable<JsonObject> documents, bool? isNew = null)
    {
        var answer = new JsonObject
        {
            ["cacheEnabled"] = cacheEnabled,
            ["deduplicate"] = deduplicate,
            ["estimates"] = estimates,
            ["fields"] = Fields(),
            ["id"] = $"{collection}/{Id}",
        };
        if (isNew is { } value)
        {
            answer["isNewlyCreated"] = value;
        }

        answer["name"] = Name;
        answer["selectivityEstimate"] = unique ? 1 : Selectivity(documents);
        answer["sparse"] = sparse;
        answer["type"] = Persistent;
        answer["unique"] = unique;
        return answer;
    }

    /// <summary>The same index under whatever name.</summary>
    public bool IsLike(CollectionIndex other) => Definition() == other.Definition();

    /// <exception cref="DataError">Another document has the values already.</exception>
    public void Check(JsonObject document)
    {
        if (unique && Values(document) is { } values && _keysByValues.TryGetValue(values, out var owner) && owner != (string?)document["_key"])
        {
            throw new DataError(
                409, 1210,
                $"unique constraint violated - in index {Name} of type {Persistent} over '{string.Join(", ", fields)}'; conflicting key: {owner}");
        }
    }

    public void Add(JsonObject document)
    {
        if (unique && Values(document) is { } values)
        {
            _keysByValues[values] = (string)document["_key"]!;
        }
    }

    public void Remove(JsonObject document)
    {
        if (unique && Values(document) is { } values)
        {
            _keysByValues.Remove(values);
        }
    }

    public void Clear() => _keysByValues.Clear();

    private static string? Text(JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    private static bool Flag(JsonObject body, string name, bool missing) => Collections.CollectionProperties.Flag(body, name, missing);

    private JsonArray Fields() => new([.. fields.Select(static f => (JsonNode)f)]);

    private string Definition() => $"{string.Join('\0', fields)}\0{unique}{sparse}{deduplicate}";

    private double Selectivity(IEnumerable<JsonObject> documents)
    {
        var values = documents.Select(Values).OfType<string>().ToList();
        return values.Count == 0 ? 1 : values.Distinct(StringComparer.Ordinal).Count() / (double)values.Count;
    }

    /// <summary>The indexed values as one text; null for a document that a sparse index does not hold.</summary>
    private string? Values(JsonObject document)
    {
        var values = new JsonArray();
        foreach (var field in fields)
        {
            JsonNode? value = document;
            foreach (var part in field.Split('.'))
            {
                value = (value as JsonObject)?[part];
            }

            if (value is null && sparse)
            {
                return null;
            }

            values.Add(Canonical(value));
        }

        return values.ToJsonString();
    }

    // 1 and 1.0 are the same value.
    private static JsonNode? Canonical(JsonNode? value) =>
        value is JsonValue v && v.TryGetValue<double>(out var number) ? number : value?.DeepClone();
}
