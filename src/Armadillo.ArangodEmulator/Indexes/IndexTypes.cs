using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>
/// Which indexes can be made, and what a request leaves out. Types that nothing but the speed of queries shows, or functions that no
/// query can call here, are kept as they are defined.
/// </summary>
internal static class IndexTypes
{
    public const string Persistent = "persistent";

    /// <summary>Documents of a collection with such an index go when their time is over.</summary>
    public const string Ttl = "ttl";

    private const string Geo = "geo";
    private const string Mdi = "mdi";
    private const string MdiPrefixed = "mdi-prefixed";
    private const string Fulltext = "fulltext";
    private const int MostExtraFields = 32;

    /// <summary>The attributes of the index that is asked for, without id and name.</summary>
    /// <exception cref="DataError">The request is wrong, or the index is not emulated.</exception>
    public static JsonObject Read(JsonObject body)
    {
        var type = Text(body["type"]) ?? throw BadParameter("invalid index type");
        if (type is Mdi or MdiPrefixed)
        {
            return MultiDimensional(body, type);
        }

        if (body["storedValues"] is not (null or JsonArray { Count: 0 }))
        {
            throw DataError.NotEmulated("stored values of an index");
        }

        return type switch
        {
            Persistent => new JsonObject
            {
                ["type"] = type,
                ["fields"] = Fields(body, int.MaxValue),
                ["unique"] = Flag(body, "unique", false),
                ["sparse"] = Flag(body, "sparse", false),
                ["deduplicate"] = Flag(body, "deduplicate", true),
                ["estimates"] = Flag(body, "estimates", true),
                ["cacheEnabled"] = Flag(body, "cacheEnabled", false),
            },
            Geo => Sparse(body, type, 2, new JsonObject
            {
                ["bestIndexedLevel"] = 17,
                ["geoJson"] = Flag(body, "geoJson", false),
                ["legacyPolygons"] = Flag(body, "legacyPolygons", false),
                ["maxNumCoverCells"] = 8,
                ["worstIndexedLevel"] = 4,
            }),
            Ttl when body["fields"] is JsonArray { Count: 1 } one && Text(one[0])?.Contains('.', StringComparison.Ordinal) == true =>
                throw BadParameter("cannot index a sub-attribute in this type of index"),
            Ttl => Sparse(body, type, 1, new JsonObject { ["estimates"] = Flag(body, "estimates", true), ["expireAfter"] = ExpireAfter(body) }),
            Fulltext => Sparse(body, type, 1, new JsonObject { ["minLength"] = body["minLength"]?.DeepClone() ?? 2 }),
            _ => throw DataError.NotEmulated($"indexes of type '{type}'"),
        };
    }

    /// <summary>Whether an index of the type holds numbers only, as points in space.</summary>
    public static bool IsMultiDimensional(string type) => type is Mdi or MdiPrefixed;

    public static string? Text(JsonNode? node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? text : null;

    /// <summary>From the source, as is what its documents must have.</summary>
    private static JsonObject MultiDimensional(JsonObject body, string type)
    {
        if (Text(body["fieldValueTypes"]) != "double")
        {
            throw BadParameter("mdi requires `fieldValueTypes` to be set to `double`");
        }

        if (type == Mdi && body.ContainsKey("prefixFields"))
        {
            throw BadParameter("prefixFields belong to indexes of type `mdi-prefixed`");
        }

        var unique = Flag(body, "unique", false);
        var index = new JsonObject
        {
            ["type"] = type,
            ["fields"] = Fields(body, int.MaxValue),
            ["fieldValueTypes"] = "double",
            ["unique"] = unique,
            ["sparse"] = Flag(body, "sparse", false),
            ["estimates"] = unique || (type == MdiPrefixed && Flag(body, "estimates", true)),
        };
        if (body.ContainsKey("storedValues"))
        {
            index["storedValues"] = Names(body, "storedValues", MostExtraFields);
        }

        if (type == MdiPrefixed)
        {
            var prefix = Names(body, "prefixFields", MostExtraFields);
            index["prefixFields"] = prefix.Any(p => index["storedValues"] is JsonArray stored && stored.Any(s => (string?)s == (string?)p))
                ? throw BadParameter("duplicate attribute name in prefixFields and storedValues")
                : prefix;
        }

        return index;
    }

    private static JsonObject Sparse(JsonObject body, string type, int most, JsonObject own)
    {
        if (Flag(body, "unique", false))
        {
            throw BadParameter($"an index of type '{type}' cannot be unique");
        }

        own["type"] = type;
        own["fields"] = Fields(body, most);
        own["unique"] = false;
        own["sparse"] = true;
        return own;
    }

    private static JsonNode ExpireAfter(JsonObject body) => body["expireAfter"] is JsonValue v && v.TryGetValue<double>(out var seconds) && seconds >= 0
        ? v.DeepClone()
        : throw BadParameter("expireAfter attribute must be a number");

    private static JsonArray Fields(JsonObject body, int most)
    {
        var fields = Names(body, "fields", most);
        return fields.Any(static f => Text(f)!.Contains("[*]", StringComparison.Ordinal))
            ? throw DataError.NotEmulated("indexes over the elements of arrays")
            : fields.Any(static f => Text(f) is "_id" || Text(f)!.EndsWith("._id", StringComparison.Ordinal))
                ? throw BadParameter("_id attribute cannot be indexed")
                : fields;
    }

    /// <summary>Names of attributes, each of them once.</summary>
    private static JsonArray Names(JsonObject body, string list, int most)
    {
        var names = body[list] is JsonArray { Count: > 0 } array && array.Count <= most
            ? array.Select(static f => Text(f) is { Length: > 0 } name ? name : throw BadParameter("index field names must be non-empty strings")).ToList()
            : throw BadParameter($"invalid number of index attributes in {list}");
        return names.Distinct(StringComparer.Ordinal).Count() < names.Count
            ? throw BadParameter($"duplicate attribute name in {list}")
            : new JsonArray([.. names.Select(static n => (JsonNode)n)]);
    }

    private static bool Flag(JsonObject body, string name, bool missing) => Collections.CollectionProperties.Flag(body, name, missing);

    private static DataError BadParameter(string message) => new(400, 10, message);
}
