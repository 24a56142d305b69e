using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Graphs;

/// <summary>/_api/gharial: named graphs, their definitions, vertices and edges, on a single server or a coordinator.</summary>
internal sealed class GraphRoute(ServerContext server) : DataRoute(server)
{
    private const string Vertex = "vertex";
    private const string Edge = "edge";

    private readonly GraphStore _graphs = new(server);

    public override IEnumerable<string> Paths => ["/_api/gharial"];

    protected override bool MayBeInTransaction(ServerRequest request) => true;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (!request.IsGet)
        {
            CheckWritable();
        }

        if (request.Suffixes is [_, Vertex or Edge, _, _] || (request is { Method: "POST", Suffixes: [_, Vertex or Edge, _] }))
        {
            return await DocumentAsync(request, body);
        }

        return request.IsGet ? await ReadAsync(request) : await ChangeAsync(request, body);
    }

    /// <summary>The form of answers with a graph; keys in their recorded order.</summary>
    private static JsonObject Shown(JsonObject document)
    {
        var shown = Graph.FromDocument(document).ToDocument();
        shown["_rev"] = document["_rev"]!.DeepClone();
        shown["_id"] = document["_id"]!.DeepClone();
        shown["name"] = document["_key"]!.DeepClone();
        return shown;
    }

    private static JsonObject Listed(JsonObject document)
    {
        var listed = new JsonObject { ["_id"] = (string?)document["_id"], ["_key"] = (string?)document["_key"], ["_rev"] = (string?)document["_rev"] };
        foreach (var (key, value) in document.Where(static a => a.Key is not ("_id" or "_key" or "_rev")))
        {
            listed[key] = value?.DeepClone();
        }

        listed["name"] = (string?)document["_key"];
        return listed;
    }

    private async Task<Reply> ReadAsync(ServerRequest request)
    {
        if (request.Suffixes is [])
        {
            var all = await _graphs.AllAsync(request.Database, request.Aborted);
            return Reply.Ok(new JsonObject { ["graphs"] = new JsonArray([.. all.Select(static g => (JsonNode)Listed(g))]) });
        }

        var document = await _graphs.GetAsync(request.Database, request.Suffixes[0], request.Aborted);
        var graph = Graph.FromDocument(document);
        return request.Suffixes switch
        {
            [_] => Reply.Ok(new JsonObject { ["graph"] = Shown(document) }),
            [_, Vertex] => Collections(graph.VertexCollections),
            [_, Edge] => Collections(graph.EdgeCollections),
            _ => throw NotHere(request),
        };
    }

    private static Reply Collections(IEnumerable<string> names) =>
        Reply.Ok(new JsonObject { ["collections"] = new JsonArray([.. names.Select(static n => (JsonNode)n)]) });

    private async Task<Reply> ChangeAsync(ServerRequest request, JsonNode? body)
    {
        CheckRights(request, request.Database);
        if (request is { Method: "POST", Suffixes: [] })
        {
            return await KeepAsync(request, Graph.FromRequest(BodyObject(body)) with { Spread = Spread(body!) }, isNew: true);
        }

        if (request is { Method: "DELETE", Suffixes: [var name] })
        {
            await _graphs.DropAsync(request.Database, name, request.QueryFlag("dropCollections"), request.Aborted);
            return Reply.Ok(new JsonObject { ["removed"] = true }, Status(request, 200));
        }

        var graph = Graph.FromDocument(await _graphs.GetAsync(request.Database, request.Suffixes is [var first, ..] ? first : "", request.Aborted));
        switch (request.Method, request.Suffixes)
        {
            case ("POST", [_, Vertex]):
                return await KeepAsync(request, Added(graph, body.TextAt("collection") ?? throw new DataError(400, 10, "bad parameter")), isNew: false);
            case ("DELETE", [_, Vertex, var orphan]):
                return await KeepAsync(request, await RemovedAsync(request, graph, orphan), isNew: false, dropped: orphan);
            case ("POST", [_, Edge]):
                return await KeepAsync(request, graph.With(EdgeDefinition.Read(body)), isNew: false);
            case ("PUT", [_, Edge, var edges]) when body.TextAt("collection") == edges:
                return await KeepAsync(request, graph.Replace(EdgeDefinition.Read(body)), isNew: false);
            case ("PUT", [_, Edge, _]):
                throw new DataError(404, 1930, "edge collection not used in graph");
            case ("DELETE", [_, Edge, var edges]):
                return await KeepAsync(request, graph.Without(edges), isNew: false, dropped: edges);
            default:
                throw NotHere(request);
        }
    }

    private static Graph Added(Graph graph, string vertices) =>
        graph.Edges.Any(e => e.Vertices.Contains(vertices)) ? throw new DataError(400, 1929, "collection already used in edge def")
        : graph.Orphans.Contains(vertices) ? throw new DataError(400, 1938, "collection used in orphans")
        : graph.WithOrphans([vertices]);

    private async Task<Graph> RemovedAsync(ServerRequest request, Graph graph, string vertices) =>
        graph.Orphans.Contains(vertices) ? graph with { Orphans = graph.Orphans.Remove(vertices) }
        : await new GraphCollections(Server).FindAsync(request.Database, vertices, request.Aborted) is null
            ? throw new DataError(404, 1926, "vertex collection does not exist or is not part of the graph")
            : throw new DataError(400, 1928, "collection is not in list of orphan collections");

    private async Task<Reply> KeepAsync(ServerRequest request, Graph graph, bool isNew, string? dropped = null)
    {
        var document = await _graphs.PutAsync(request.Database, graph, isNew, request.QueryFlag("waitForSync"), request.Aborted);
        if (dropped is not null && (request.QueryFlag("dropCollection") || request.QueryFlag("dropCollections")))
        {
            await _graphs.DropUnusedAsync(request.Database, [dropped], request.Aborted);
        }

        var reply = Reply.Ok(new JsonObject { ["graph"] = Shown(document) }, Status(request, request.Method == "DELETE" ? 200 : 201));
        reply.Headers["etag"] = (string)document["_rev"]!;
        return reply;
    }

    private static int Status(ServerRequest request, int synced) => request.QueryFlag("waitForSync") ? synced : 202;

    /// <summary>A cluster keeps with the graph how its collections are spread; a single server does not.</summary>
    private JsonObject Spread(JsonNode body)
    {
        if (Server.Cluster is null)
        {
            return [];
        }

        var options = body.At("options");
        var concern = options.NumberAt("writeConcern") ?? options.NumberAt("minReplicationFactor") ?? Server.Options.Number("cluster.write-concern");
        return new JsonObject
        {
            ["numberOfShards"] = options.NumberAt("numberOfShards") ?? 1,
            ["replicationFactor"] = options.NumberAt("replicationFactor") ?? Server.Options.Number("cluster.default-replication-factor"),
            ["minReplicationFactor"] = concern,
            ["writeConcern"] = concern,
            ["isSmart"] = false,
            ["isSatellite"] = false,
        };
    }

    private async Task<Reply> DocumentAsync(ServerRequest request, JsonNode? body)
    {
        var collections = CollectionsOf(request);
        var graph = Graph.FromDocument(await _graphs.GetAsync(request.Database, request.Suffixes[0], request.Aborted));
        var (kind, name) = (request.Suffixes[1], request.Suffixes[2]);
        if (kind == Edge)
        {
            graph.Get(name);
        }
        else if (!graph.VertexCollections.Contains(name))
        {
            throw new DataError(404, 1926, "vertex collection does not exist or is not part of the graph");
        }

        var documents = await collections.FindAsync(request.Database, name, request.Aborted);
        CheckRights(request.Identity, request.Database, documents.CollectionName, writes: !request.IsGet);
        var elements = new GraphElements(_graphs, collections, documents, graph, request.Database);
        var (answer, revision, synced) = await elements.ApplyAsync(request, kind, request.Suffixes is [_, _, _, var key] ? key : null, body);
        var reply = Reply.Ok(answer, request.IsGet ? 200 : !synced ? 202 : request.Method == "DELETE" ? 200 : 201);
        if (revision is not null)
        {
            reply.Headers["etag"] = revision;
        }

        return reply;
    }
}
