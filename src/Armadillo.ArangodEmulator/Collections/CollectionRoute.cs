using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>/_api/collection of a single server.</summary>
internal sealed class CollectionRoute(ServerContext server) : LocalDataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/collection"];

    /// <summary>What changes a collection as a whole waits for the transactions that write it.</summary>
    protected override Task PrepareAsync(ServerRequest request)
    {
        if (request is not ({ Method: "DELETE", Suffixes: [_] } or { Method: "PUT", Suffixes: [_, "truncate" or "rename"] }))
        {
            return Task.CompletedTask;
        }

        long id;
        lock (Server.Data.Gate)
        {
            id = Server.Data.Get(request.Database).Get(request.Suffixes[0]).Id;
        }

        return Server.Data.Locks.QuietAsync(id, request.Aborted);
    }

    protected override bool MayBeInTransaction(ServerRequest request) => WholeCollection.Takes(request);

    protected override async Task<Reply> AnswerInTransactionAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            CheckRights(request, request.Database);
            CheckWritable();
        }

        var name = request.Suffixes[0];
        var documents = await CollectionsOf(request).FindAsync(request.Database, name, request.Aborted);
        var count = request.IsGet ? await WholeCollection.CountAsync(documents, request.Aborted) : 0;
        if (!request.IsGet)
        {
            await WholeCollection.TruncateAsync(documents, request.Aborted);
        }

        lock (Server.Data.Gate)
        {
            var database = Server.Data.Get(request.Database);
            return request.IsGet ? Counted(database, name, count) : Truncated(database, name);
        }
    }

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
                return Counted(database, name, database.Get(name).Count);
            case ("PUT", [var name, "properties"]):
                return Change(data, database, name, BodyObject(body));
            case ("GET" or "HEAD", [var name, "figures"]):
                return Figures(database, name, request.QueryFlag("details"));
            case ("GET" or "HEAD", [var name, "revision"]):
                var revised = database.Get(name);
                return Located(database, name, "revision", revised.Properties.FullWithRevision(revised.LastValue, revised.Revision));
            case ("GET" or "HEAD", [var name, "checksum"]):
                return Located(database, name, "checksum", Checksum(database.Get(name), request.QueryFlag("withRevisions"), request.QueryFlag("withData")));
            case ("PUT", [var name, "rename"]):
                return Rename(data, database, name, BodyObject(body));
            case ("PUT", [var name, "load"]):
                return Load(database, name);
            case ("PUT", [var name, "loadIndexesIntoMemory"]):
                return Located(database, name, "loadIndexesIntoMemory", new JsonObject { ["result"] = database.Get(name) is not null });
            case ("PUT", [var name, "unload" or "compact"]):
                return Located(database, name, request.Suffixes[1], database.Get(name).Properties.Summary());
            case ("PUT", [var name, "recalculateCount"]):
                return Located(database, name, "recalculateCount", new JsonObject { ["result"] = true, ["count"] = database.Get(name).Count });
            case ("PUT", [var name, "truncate"]):
                var truncated = database.Get(name);
                data.Truncate(truncated);
                return Truncated(database, name);
            default:
                throw NotHere(request);
        }
    }

    private static Reply List(Database database, bool excludeSystem) => Reply.Ok(new JsonObject
    {
        ["result"] = new JsonArray(
            [.. database.Collections.Where(c => !excludeSystem || !c.Properties.IsSystem).Select(static c => (JsonNode)c.Properties.Summary())]),
    });

    private Reply Create(DataStore data, Database database, JsonObject body) =>
        Reply.Ok(Full(data.CreateCollection(database, body, Server.State.Id)));

    private static Reply Drop(DataStore data, Collection collection, bool systemToo)
    {
        if (collection.Properties.IsSystem && !systemToo)
        {
            throw new DataError(403, 11, "forbidden");
        }

        data.DropCollection(collection);
        return Reply.Ok(new JsonObject { ["id"] = $"{collection.Id}" });
    }

    private static Reply Truncated(Database database, string name) => Located(database, name, "truncate", database.Get(name).Properties.Summary());

    private static Reply Counted(Database database, string name, long count)
    {
        var content = Full(database.Get(name));
        content["count"] = count;
        return Located(database, name, "count", content);
    }

    /// <summary>Recorded: the short form, with revision and global id behind it.</summary>
    private static JsonObject Checksum(Collection collection, bool withRevisions, bool withData)
    {
        var content = collection.Properties.Summary();
        content.Remove("globallyUniqueId");
        content["revision"] = collection.Revision;
        content["globallyUniqueId"] = collection.Properties.GloballyUniqueId;
        content["checksum"] = CollectionChecksum.Of(collection, withRevisions, withData);
        return content;
    }

    private static Reply Rename(DataStore data, Database database, string name, JsonObject body)
    {
        var collection = database.Get(name);
        var wanted = CollectionProperties.CheckedName(body, collection.Properties.IsSystem);
        data.RenameCollection(database, collection, wanted);
        return Located(database, name, "rename", collection.Properties.Summary());
    }

    private static Reply Load(Database database, string name)
    {
        var collection = database.Get(name);
        var content = new JsonObject { ["count"] = collection.Count };
        foreach (var (key, value) in collection.Properties.Summary())
        {
            content[key] = value?.DeepClone();
        }

        return Located(database, name, "load", content);
    }

    /// <summary>Sizes are those of the documents as text, and of the keys.</summary>
    private static Reply Figures(Database database, string name, bool details)
    {
        var collection = database.Get(name);
        var figures = new JsonObject
        {
            ["indexes"] = new JsonObject
            {
                ["count"] = 1 + (collection.IsEdge ? 1 : 0) + collection.Indexes.Count,
                ["size"] = collection.Documents.Sum(static d => ((string)d["_key"]!).Length),
            },
            ["documentsSize"] = collection.Documents.Sum(static d => d.ToJsonString().Length),
            ["cacheInUse"] = false,
            ["cacheSize"] = 0,
            ["cacheUsage"] = 0,
        };
        if (details)
        {
            figures["engine"] = new JsonObject
            {
                ["documents"] = collection.Count,
                ["indexes"] = new JsonArray(new JsonObject { ["type"] = "primary", ["id"] = 0, ["count"] = collection.Count }),
            };
        }

        var content = new JsonObject { ["figures"] = figures };
        foreach (var (key, value) in Full(collection))
        {
            content[key] = value?.DeepClone();
            if (key == "status")
            {
                content["count"] = collection.Count;
            }
        }

        return Located(database, name, "figures", content);
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
