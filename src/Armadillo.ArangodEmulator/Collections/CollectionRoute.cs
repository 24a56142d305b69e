using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>/_api/collection of a single server.</summary>
internal sealed class CollectionRoute(ServerContext server) : LocalDataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/collection"];

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body)
    {
        if (!request.IsGet)
        {
            CheckRights(request, database.Name);
            CheckWritable();
        }

        switch (request.Method, request.Suffixes)
        {
            case ("GET" or "HEAD", []):
                return List(database, request.QueryFlag("excludeSystem"));
            case ("POST", []):
                return Create(data, database, BodyObject(body));
            case ("GET" or "HEAD", [var name]):
                return Reply.Ok(database.Get(name).Properties.Summary());
            case ("DELETE", [var name]):
                return Drop(data, database.Get(name), request.QueryFlag("isSystem"));
            case ("GET" or "HEAD", [var name, "properties"]):
                return Located(database, name, "properties", Full(database.Get(name)));
            case ("GET" or "HEAD", [var name, "count"]):
                return Counted(database, name);
            case ("PUT", [var name, "properties"]):
                return Change(data, database, name, BodyObject(body));
            case ("PUT", [var name, "truncate"]):
                var truncated = database.Get(name);
                data.Truncate(truncated);
                return Located(database, name, "truncate", truncated.Properties.Summary());
            default:
                throw NotHere(request);
        }
    }

    private static Reply List(Database database, bool excludeSystem) => Reply.Ok(new JsonObject
    {
        ["result"] = new JsonArray(
            [.. database.Collections.Where(c => !excludeSystem || !c.Properties.IsSystem).Select(static c => (JsonNode)c.Properties.Summary())]),
    });

    private Reply Create(DataStore data, Database database, JsonObject body)
    {
        // Two ids: the collection's and that of its object in the engine.
        var id = data.Ticks.NextId();
        data.Ticks.NextId();
        return Reply.Ok(Full(data.CreateCollection(database, CollectionProperties.FromRequest(body, id, Server.State.Id))));
    }

    private static Reply Drop(DataStore data, Collection collection, bool systemToo)
    {
        if (collection.Properties.IsSystem && !systemToo)
        {
            throw new DataError(403, 11, "forbidden");
        }

        data.DropCollection(collection);
        return Reply.Ok(new JsonObject { ["id"] = $"{collection.Id}" });
    }

    private static Reply Counted(Database database, string name)
    {
        var collection = database.Get(name);
        var content = Full(collection);
        content["count"] = collection.Count;
        return Located(database, name, "count", content);
    }

    private static Reply Change(DataStore data, Database database, string name, JsonObject body)
    {
        var collection = database.Get(name);
        foreach (var (key, _) in body)
        {
            if (key is not ("waitForSync" or "cacheEnabled"))
            {
                throw DataError.NotEmulated($"a change of the collection property '{key}'");
            }
        }

        var present = collection.Properties;
        data.ChangeCollection(collection, present with
        {
            WaitForSync = CollectionProperties.Flag(body, "waitForSync", present.WaitForSync),
            CacheEnabled = CollectionProperties.Flag(body, "cacheEnabled", present.CacheEnabled),
        });
        return Located(database, name, "properties", Full(collection));
    }

    private static JsonObject Full(Collection collection) => collection.Properties.Full(collection.LastValue);

    private static Reply Located(Database database, string name, string part, JsonObject content)
    {
        var reply = Reply.Ok(content);
        reply.Headers["location"] = $"/_db/{database.Name}/_api/collection/{name}/{part}";
        return reply;
    }
}
