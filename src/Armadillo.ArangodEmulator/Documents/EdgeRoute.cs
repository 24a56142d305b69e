using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Queries;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>GET /_api/edges of a single server or a coordinator: the edges of one vertex.</summary>
internal sealed class EdgeRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/edges"];

    protected override bool MayBeInTransaction(ServerRequest request) => true;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (!request.IsGet || request.Suffixes is not [var name])
        {
            throw NotHere(request);
        }

        var collection = await CollectionsOf(request).FindAsync(request.Database, name, request.Aborted);
        CheckRights(request.Identity, request.Database, collection.CollectionName, writes: false);
        if (!collection.IsEdge)
        {
            throw new DataError(400, 1218, "collection type invalid");
        }

        if (request.Query("vertex") is not { Length: > 0 } vertex || !vertex.Contains('/', StringComparison.Ordinal))
        {
            throw new DataError(400, 1205, "illegal document identifier");
        }

        string[] ends = (request.Query("direction") ?? "any") switch
        {
            "out" => ["_from"],
            "in" => ["_to"],
            "any" => ["_from", "_to"],
            _ => throw new DataError(400, 400, "<direction> must by 'any', 'in', or 'out'"),
        };

        // A look-up for each end; an edge from a vertex to itself is found by both and given once.
        var all = await collection.AllAsync(request.Aborted);
        var found = ends.Select(end => all.Where(d => (string?)d[end] == vertex).ToArray()).ToArray();
        var edges = found.SelectMany(static e => e).Distinct().Select(static e => (JsonNode)e.DeepClone());
        return new Reply(200, new JsonObject
        {
            ["edges"] = new JsonArray([.. edges]),
            ["error"] = false,
            ["code"] = 200,
            ["stats"] = new QueryFigures { LookedUp = found.Sum(static e => e.Length), Cursors = ends.Length }.ToJson(),
        });
    }
}
