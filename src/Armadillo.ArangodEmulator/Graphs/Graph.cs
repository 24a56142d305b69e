using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Graphs;

/// <summary>Which vertices the edges of a collection join.</summary>
internal sealed record EdgeDefinition(string Collection, ImmutableArray<string> From, ImmutableArray<string> To)
{
    public IEnumerable<string> Vertices => From.Concat(To);

    /// <exception cref="DataError">400 and 1923.</exception>
    public static EdgeDefinition Read(JsonNode? node) => node.TextAt("collection") is { Length: > 0 } name
        ? new EdgeDefinition(name, Names(node.At("from")), Names(node.At("to")))
        : throw Malformed();

    public JsonObject ToJson() => new()
    {
        ["collection"] = Collection,
        ["from"] = new JsonArray([.. From.Select(static n => (JsonNode)n)]),
        ["to"] = new JsonArray([.. To.Select(static n => (JsonNode)n)]),
    };

    public bool IsLike(EdgeDefinition other) => Collection == other.Collection && From.SequenceEqual(other.From) && To.SequenceEqual(other.To);

    // Recorded: in the order of their names.
    private static ImmutableArray<string> Names(JsonNode? node) => node is JsonArray { Count: > 0 } names
        ? [.. names.Select(static n => n is JsonValue v && v.TryGetValue<string>(out var name) ? name : throw Malformed())
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : throw Malformed();

    private static DataError Malformed() => new(400, 1923, "malformed edge definition");
}

/// <summary>A named graph.</summary>
internal sealed record Graph(string Name, ImmutableArray<EdgeDefinition> Edges, ImmutableArray<string> Orphans)
{
    /// <summary>What a cluster adds: how its collections are spread.</summary>
    public JsonObject Spread { get; init; } = [];

    public IEnumerable<string> EdgeCollections => Edges.Select(static e => e.Collection).Order(StringComparer.Ordinal);

    public IEnumerable<string> VertexCollections =>
        Edges.SelectMany(static e => e.Vertices).Concat(Orphans).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <exception cref="DataError">The request is wrong, or the graph is of a kind that is not emulated.</exception>
    public static Graph FromRequest(JsonObject body)
    {
        var options = body["options"] as JsonObject ?? [];
        if (IsTrue(body["isSmart"]) || IsTrue(body["isDisjoint"]) || IsTrue(options["isDisjoint"]) || options["smartGraphAttribute"] is not null
            || options["satellites"] is not (null or JsonArray { Count: 0 }) || options.TextAt("replicationFactor") is not null)
        {
            throw DataError.NotEmulated("smart, satellite and disjoint graphs");
        }

        var name = body.TextAt("name") is { Length: > 0 } given ? given : throw new DataError(400, 1922, "missing graph name");
        return new Graph(name, Read(body["edgeDefinitions"]), []).WithOrphans(Texts(body["orphanCollections"]));
    }

    public static Graph FromDocument(JsonObject document) => new(
        (string)document["_key"]!, Read(document["edgeDefinitions"]), [.. Texts(document["orphanCollections"])])
    {
        Spread = new JsonObject(document
            .Where(static a => a.Key is not ("_key" or "_id" or "_rev" or "edgeDefinitions" or "orphanCollections"))
            .Select(static a => KeyValuePair.Create(a.Key, a.Value?.DeepClone()))),
    };

    /// <summary>As it is kept in the collection of graphs; keys in their recorded order.</summary>
    public JsonObject ToDocument()
    {
        var document = new JsonObject { ["_key"] = Name };
        foreach (var (key, value) in Spread)
        {
            document[key] = value?.DeepClone();
        }

        document["edgeDefinitions"] = new JsonArray([.. Edges.Select(static e => (JsonNode)e.ToJson())]);
        document["orphanCollections"] = new JsonArray([.. Orphans.Select(static o => (JsonNode)o)]);
        return document;
    }

    /// <exception cref="DataError">400 and 1920: the collection has a definition already.</exception>
    public Graph With(EdgeDefinition definition) => Edges.Any(e => e.Collection == definition.Collection)
        ? throw new DataError(400, 1920, "multi use of edge collection in edge def")
        : this with { Edges = Edges.Add(definition), Orphans = Orphans.RemoveAll(definition.Vertices.Contains) };

    public Graph Without(string edges)
    {
        var definition = Get(edges);
        return (this with { Edges = Edges.Remove(definition) }).WithOrphans(definition.Vertices);
    }

    public Graph Replace(EdgeDefinition definition)
    {
        var old = Get(definition.Collection);
        var replaced = this with { Edges = Edges.Replace(old, definition), Orphans = Orphans.RemoveAll(definition.Vertices.Contains) };
        return replaced.WithOrphans(old.Vertices);
    }

    /// <summary>Those of the collections that no edges join stay as orphans.</summary>
    public Graph WithOrphans(IEnumerable<string> collections)
    {
        var alone = collections.Where(c => !Edges.Any(e => e.Vertices.Contains(c)));
        return this with { Orphans = [.. Orphans.Concat(alone).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
    }

    /// <exception cref="DataError">404 and 1930.</exception>
    public EdgeDefinition Get(string edges) =>
        Edges.FirstOrDefault(e => e.Collection == edges) ?? throw new DataError(404, 1930, "edge collection not used in graph");

    private static ImmutableArray<EdgeDefinition> Read(JsonNode? definitions) => definitions switch
    {
        null => [],
        JsonArray array => [.. array.Select(EdgeDefinition.Read)],
        _ => throw new DataError(400, 1923, "malformed edge definition"),
    };

    private static IEnumerable<string> Texts(JsonNode? names) => names switch
    {
        null => [],
        JsonArray array when array.All(static n => n is JsonValue v && v.TryGetValue<string>(out _)) => array.Select(static n => (string)n!),
        _ => throw new DataError(400, 1943, "malformed orphan list"),
    };

    private static bool IsTrue(JsonNode? node) => node is JsonValue v && v.TryGetValue<bool>(out var flag) && flag;
}
