using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>/_api/collection of a coordinator.</summary>
internal sealed class ShardedCollectionRoute(ServerContext server) : DataRoute(server)
{
    public override IEnumerable<string> Paths => ["/_api/collection"];

    private ClusterMember Cluster => Server.Cluster!;

    protected override bool MayBeInTransaction(ServerRequest request) => WholeCollection.Takes(request);

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        var questions = request.IsGet || request.Suffixes is [_, "responsibleShard"];
        if (!questions)
        {
            CheckRights(request, request.Database);
            CheckWritable();
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET" or "HEAD", []) => List(request),
            ("POST", []) => await CreateAsync(request, BodyObject(body)),
            (_, [var name, ..]) => await AnswerAsync(request, await Cluster.Plan.GetAsync(request.Database, name, request.Aborted), body),
            _ => throw NotHere(request),
        };
    }

    private async Task<Reply> AnswerAsync(ServerRequest request, PlannedCollection collection, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("GET" or "HEAD", [_]) => Reply.Ok(PlannedProperties.Summary(collection)),
        ("DELETE", [_]) => await DropAsync(collection, request.QueryFlag("isSystem"), request.Aborted),
        ("GET" or "HEAD", [_, "properties"]) => Located(request, PlannedProperties.Full(collection)),
        ("PUT", [_, "properties"]) => await ChangeAsync(request, collection, BodyObject(body)),
        ("GET" or "HEAD", [_, "count"]) => await CountAsync(request, collection),
        ("GET" or "HEAD", [_, "shards"]) => Located(request, PlannedProperties.WithShards(collection, request.QueryFlag("details"))),
        ("PUT", [_, "responsibleShard"]) => Located(request, new JsonObject { ["shardId"] = ShardHash.ShardOf(collection, BodyObject(body)).Name }),
        ("PUT", [_, "load"]) => await LoadAsync(request, collection),
        ("PUT", [_, "unload" or "compact"]) => Located(request, PlannedProperties.Summary(collection)),
        ("PUT", [_, "recalculateCount" or "loadIndexesIntoMemory"]) => Located(request, new JsonObject { ["result"] = true }),
        ("PUT", [_, "truncate"]) => await TruncateAsync(request, collection),
        _ => throw NotHere(request),
    };

    private Reply List(ServerRequest request)
    {
        var shown = Cluster.Plan.In(request.Database).Where(c => !c.IsBuilding && !(c.IsSystem && request.QueryFlag("excludeSystem")));
        return Reply.Ok(new JsonObject { ["result"] = new JsonArray([.. shown.Select(static c => (JsonNode)PlannedProperties.Summary(c))]) });
    }

    private async Task<Reply> CreateAsync(ServerRequest request, JsonObject body)
    {
        var name = await new CollectionCreation(Server, Cluster).CreateAsync(request.Database, body, request.Aborted);
        return Reply.Ok(PlannedProperties.Full(await Cluster.Plan.GetAsync(request.Database, name, request.Aborted)));
    }

    private async Task<Reply> DropAsync(PlannedCollection collection, bool systemToo, CancellationToken cancellationToken)
    {
        if (collection.IsSystem && !systemToo)
        {
            throw new DataError(403, 11, "forbidden");
        }

        await CollectionRemoval.DropAsync(Cluster, collection, cancellationToken);
        return Reply.Ok(new JsonObject { ["id"] = collection.Id });
    }

    private async Task<Reply> ChangeAsync(ServerRequest request, PlannedCollection collection, JsonObject body)
    {
        var change = new Change().Increment("Plan/Version").WhenPresent(collection.Path);
        foreach (var (key, value) in body)
        {
            switch (key)
            {
                case "waitForSync" or "cacheEnabled" when value is JsonValue:
                    change.Set($"{collection.Path}/{key}", value);
                    break;
                case "replicationFactor" when collection.DistributeShardsLike is null && body.NumberAt(key) is > 0:
                    change.Set($"{collection.Path}/{key}", value);
                    break;
                case "writeConcern" or "minReplicationFactor" when body.NumberAt(key) is > 0:
                    change.Set($"{collection.Path}/writeConcern", value).Set($"{collection.Path}/minReplicationFactor", value);
                    break;
                default:
                    throw DataError.NotEmulated($"a change of the collection property '{key}' to this value");
            }
        }

        if ((body.NumberAt("writeConcern") ?? body.NumberAt("minReplicationFactor") ?? collection.WriteConcern)
            > (body.NumberAt("replicationFactor") ?? collection.ReplicationFactor))
        {
            throw new DataError(400, 10, "writeConcern must be between 1 and replicationFactor");
        }

        if (collection.GroupId is not null)
        {
            await ChangeGroupAsync(collection, body, request.Aborted);
        }
        else
        {
            var index = await Cluster.CommitAsync(change, request.Aborted) ?? throw DataError.NoCollection();
            await Cluster.Cache.SeenAsync(index, request.Aborted);
        }

        return Located(request, PlannedProperties.Full(await Cluster.Plan.GetAsync(collection.Database, collection.Id, request.Aborted)));
    }

    private Task ChangeGroupAsync(PlannedCollection collection, JsonObject body, CancellationToken cancellationToken) =>
        new GroupedCollections(Cluster, collection.Database).ChangeAsync(
            collection,
            CollectionGroup.Changeables(
                collection.IsSatellite ? CollectionGroup.Everywhere : body.NumberAt("replicationFactor") ?? collection.ReplicationFactor,
                body.NumberAt("writeConcern") ?? body.NumberAt("minReplicationFactor") ?? collection.WriteConcern,
                CollectionProperties.Flag(body, "waitForSync", collection.WaitForSync)),
            CollectionProperties.Flag(body, "cacheEnabled", collection.Flag("cacheEnabled")),
            cancellationToken);

    private async Task<Reply> CountAsync(ServerRequest request, PlannedCollection collection)
    {
        var content = PlannedProperties.Full(collection);
        if (IsInTransaction(request))
        {
            content["count"] = await WholeCollection.CountAsync(await InTransactionAsync(request, collection), request.Aborted);
            return Located(request, content);
        }

        var shards = new ShardClient(Cluster, collection);
        var counts = await Task.WhenAll(collection.Shards.Select(s => shards.CountAsync(s, request.Aborted)));
        content["count"] = counts.Sum();
        return Located(request, content);
    }

    private async Task<Reply> LoadAsync(ServerRequest request, PlannedCollection collection)
    {
        var shards = new ShardClient(Cluster, collection);
        var counts = await Task.WhenAll(collection.Shards.Select(s => shards.CountAsync(s, request.Aborted)));
        var content = new JsonObject { ["count"] = counts.Sum() };
        foreach (var (key, value) in PlannedProperties.Summary(collection))
        {
            content[key] = value?.DeepClone();
        }

        return Located(request, content);
    }

    private async Task<Reply> TruncateAsync(ServerRequest request, PlannedCollection collection)
    {
        if (IsInTransaction(request))
        {
            await WholeCollection.TruncateAsync(await InTransactionAsync(request, collection), request.Aborted);
            return Located(request, PlannedProperties.Summary(collection));
        }

        var shards = new ShardClient(Cluster, collection);
        await Task.WhenAll(collection.Shards.Select(s => shards.TruncateAsync(s, request.Aborted)));
        return Located(request, PlannedProperties.Summary(collection));
    }

    private ValueTask<IDocuments> InTransactionAsync(ServerRequest request, PlannedCollection collection) =>
        CollectionsOf(request).FindAsync(request.Database, collection.Id, request.Aborted);

    private static Reply Located(ServerRequest request, JsonObject content)
    {
        var reply = Reply.Ok(content);
        reply.Headers["location"] = $"/_db/{request.Database}{request.Path}";
        return reply;
    }
}
