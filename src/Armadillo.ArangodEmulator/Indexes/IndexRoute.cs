using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>/_api/index of a single server or a coordinator.</summary>
internal sealed class IndexRoute(ServerContext server, IIndexes indexes) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/index"];

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        var name = (request.Suffixes is [var first, ..] ? first : request.Query("collection")) ?? throw new DataError(400, 10, "bad parameter");
        var found = await indexes.FindAsync(request.Database, name, request.Aborted);
        CheckRights(request.Identity, request.Database, found.CollectionName, writes: !request.IsGet);
        if (!request.IsGet)
        {
            CheckWritable();
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET", []) => List(await found.AllAsync(request.Aborted)),
            ("GET", [_, var id]) => new Reply(200, Ended(await GetAsync(found, id, request.Aborted), 200)),
            ("POST", []) => await CreateAsync(found, BodyObject(body), request.Aborted),
            ("DELETE", [_, var id]) => await DropAsync(found, id, request.Aborted),
            _ => throw NotHere(request),
        };
    }

    private static Reply List(IReadOnlyList<JsonObject> all) => Reply.Ok(new JsonObject
    {
        ["indexes"] = new JsonArray([.. all]),
        ["identifiers"] = new JsonObject(all.Select(static i => KeyValuePair.Create((string)i["id"]!, (JsonNode?)i.DeepClone()))),
    });

    private static async Task<Reply> CreateAsync(ICollectionIndexes indexes, JsonObject body, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, isNew) = await indexes.EnsureAsync(IndexTypes.Read(body), IndexTypes.Text(body["name"]), cancellationToken);
            var status = isNew ? 201 : 200;
            return new Reply(status, Ended(answer, status));
        }
        catch (DataError e) when (e.Status is not (403 or 404 or 501 or 503) || e.Number == 1470)
        {
            // From the source: whatever else is wrong with a new index is a bad request.
            throw new DataError(400, e.Number, e.Message);
        }
    }

    private static async Task<Reply> DropAsync(ICollectionIndexes indexes, string id, CancellationToken cancellationToken)
    {
        var index = await GetAsync(indexes, id, cancellationToken);
        if (BuiltInIndexes.Has((string?)index["type"]))
        {
            throw new DataError(403, 11, "forbidden");
        }

        var dropped = (string)index["id"]!;
        var number = long.Parse(dropped[(indexes.CollectionName.Length + 1)..], CultureInfo.InvariantCulture);
        await indexes.DropAsync(number, cancellationToken);
        return new Reply(200, Ended(new JsonObject { ["id"] = dropped }, 200, errorFirst: true));
    }

    private static async Task<JsonObject> GetAsync(ICollectionIndexes indexes, string id, CancellationToken cancellationToken) =>
        (await indexes.AllAsync(cancellationToken)).FirstOrDefault(i => (string?)i["id"] == $"{indexes.CollectionName}/{id}" || (string?)i["name"] == id)
        ?? throw new DataError(404, 1212, "index not found");

    // Recorded: code before error, but after a drop the other way round.
    private static JsonObject Ended(JsonObject answer, int code, bool errorFirst = false)
    {
        answer[errorFirst ? "error" : "code"] = errorFirst ? false : code;
        answer[errorFirst ? "code" : "error"] = errorFirst ? code : false;
        return answer;
    }
}
