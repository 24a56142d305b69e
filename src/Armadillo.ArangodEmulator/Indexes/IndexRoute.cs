using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>/_api/index of a single server: the primary index, the edge index, and persistent ones.</summary>
internal sealed class IndexRoute(ServerContext server) : LocalDataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/index"];

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body)
    {
        var name = request.Suffixes is [var first, ..] ? first : request.Query("collection");
        if (name is null)
        {
            throw new DataError(400, 10, "bad parameter");
        }

        var collection = database.Get(name);
        CheckRights(request.Identity, database.Name, collection.Properties.Name, writes: !request.IsGet);
        if (!request.IsGet)
        {
            CheckWritable();
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET", []) => List(collection),
            ("GET", [_, var id]) => new Reply(200, Ended(Find(collection, id), 200)),
            ("POST", []) => Create(data, collection, BodyObject(body)),
            ("DELETE", [_, var id]) => Drop(data, collection, id),
            _ => throw NotHere(request),
        };
    }

    private static Reply List(Collection collection)
    {
        var all = All(collection).ToList();
        var byId = new JsonObject();
        foreach (var index in all)
        {
            byId[(string)index["id"]!] = index.DeepClone();
        }

        return Reply.Ok(new JsonObject { ["indexes"] = new JsonArray([.. all]), ["identifiers"] = byId });
    }

    private static Reply Create(DataStore data, Collection collection, JsonObject body)
    {
        var wanted = CollectionIndex.FromRequest(body, data.Ticks);
        if (collection.Indexes.FirstOrDefault(wanted.IsLike) is { } present)
        {
            return new Reply(200, Ended(present.ToAnswer(collection.Properties.Name, collection.Documents, isNew: false), 200));
        }

        if (collection.Indexes.Any(i => i.Name == wanted.Name))
        {
            throw new DataError(409, 1005, $"duplicate value for name '{wanted.Name}'");
        }

        foreach (var document in collection.Documents)
        {
            wanted.Check(document);
            wanted.Add(document);
        }

        data.CreateIndex(collection, wanted);
        return new Reply(201, Ended(wanted.ToAnswer(collection.Properties.Name, collection.Documents, isNew: true), 201));
    }

    private static Reply Drop(DataStore data, Collection collection, string id)
    {
        _ = Find(collection, id);
        var index = collection.Indexes.FirstOrDefault(i => $"{i.Id}" == id || i.Name == id) ?? throw new DataError(403, 11, "forbidden");
        data.DropIndex(collection, index.Id);
        return new Reply(200, Ended(new JsonObject { ["id"] = $"{collection.Properties.Name}/{index.Id}" }, 200, errorFirst: true));
    }

    private static IEnumerable<JsonObject> All(Collection collection)
    {
        yield return BuiltIn(collection, 0, "primary", true, "_key");
        if (collection.IsEdge)
        {
            yield return BuiltIn(collection, 1, "edge", false, "_from", "_to");
        }

        foreach (var index in collection.Indexes)
        {
            yield return index.ToAnswer(collection.Properties.Name, collection.Documents);
        }
    }

    private static JsonObject Find(Collection collection, string id) =>
        All(collection).FirstOrDefault(i => (string?)i["id"] == $"{collection.Properties.Name}/{id}" || (string?)i["name"] == id)
        ?? throw new DataError(404, 1212, "index not found");

    private static JsonObject BuiltIn(Collection collection, int id, string type, bool unique, params string[] fields) => new()
    {
        ["fields"] = new JsonArray([.. fields.Select(static f => (JsonNode)f)]),
        ["id"] = $"{collection.Properties.Name}/{id}",
        ["name"] = type,
        ["selectivityEstimate"] = 1,
        ["sparse"] = false,
        ["type"] = type,
        ["unique"] = unique,
    };

    // Recorded: code before error, but after a drop the other way round.
    private static JsonObject Ended(JsonObject answer, int code, bool errorFirst = false)
    {
        answer[errorFirst ? "error" : "code"] = errorFirst ? false : code;
        answer[errorFirst ? "code" : "error"] = errorFirst ? code : false;
        return answer;
    }
}
