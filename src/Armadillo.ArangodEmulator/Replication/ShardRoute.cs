using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>
/// What the servers of an emulated cluster say to each other about a shard, beside reading and writing documents. These messages
/// are the emulator's own; arangod's are not recorded.
/// </summary>
internal sealed class ShardRoute(ServerContext server) : DataRoute(server)
{
    private const string Root = "/_emulator/shard";

    public override IEnumerable<string> Paths => [Root];

    public static string Path(string shard, string what) => $"{Root}/{shard}/{what}";

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (!request.Identity.IsSuperuser)
        {
            throw new DataError(403, 11, "forbidden");
        }

        var shard = request.Suffixes is [var name, _] ? Server.Shards.Get(request.Database, name) : throw NotHere(request);
        var collection = Collection(shard);
        switch (request.Method, request.Suffixes[1])
        {
            case ("GET", "documents"):
                var documents = await CollectionsOf(request).FindAsync(request.Database, shard.Name, request.Aborted);
                return new Reply(200, new JsonArray([.. await documents.AllAsync(request.Aborted)]));
            case ("GET", "count"):
                return new Reply(200, new JsonObject { ["count"] = CheckLeads(shard, collection).Count });
            case ("GET", "selectivity"):
                lock (Server.Data.Gate)
                {
                    return new Reply(200, ShardIndexes.Selectivities(CheckLeads(shard, collection)));
                }

            case ("PUT", "truncate"):
                await Server.Data.Locks.QuietAsync(collection.Id, request.Aborted);
                await (shard.Log?.WriteAsync(shard, static _ => (true, new JsonArray(ShardChange.Truncate())), collection.Properties.WaitForSync)
                    ?? Server.Replication.Writes.WriteAsync(shard, () => (true, Truncated(collection)), collection.Properties.WaitForSync));
                return new Reply(200, new JsonObject());
            case ("POST" or "PUT" or "DELETE", "transaction"):
                await TransactionAsync(request, shard, collection, body);
                return new Reply(200, new JsonObject());
            case ("POST", "changes"):
                var changes = body as JsonArray ?? throw new DataError(400, 600, "invalid JSON array");
                await Server.Replication.Followers.TakeAsync(
                    shard, collection, request.Query("leader") ?? "", changes, request.QueryFlag("waitForSync"));
                return new Reply(200, new JsonObject());
            case ("POST", "followers"):
                var wish = BodyObject(body);
                return new Reply(200, await Server.Replication.Followers.AddAsync(
                    shard, collection, wish.TextAt("follower") ?? "", wish["revisions"] as JsonObject ?? []));
            default:
                throw NotHere(request);
        }
    }

    private Task TransactionAsync(ServerRequest request, Shard shard, Collection collection, JsonNode? body)
    {
        var (transactions, id) = (Server.Replication.Transactions, request.Query(TransactionQuery) ?? throw NotHere(request));
        switch (request.Method)
        {
            case "POST":
                var timeout = body.NumberAt("lockTimeout") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Timeout.InfiniteTimeSpan;
                var mode = Enum.Parse<AccessMode>(body.TextAt("mode") ?? "");
                return transactions.BeginAsync(id, shard, CheckLeads(shard, collection), mode, timeout, body.NumberAt("maxSize") ?? long.MaxValue, request.Aborted);
            case "PUT":
                return transactions.CommitAsync(id, shard, collection, request.QueryFlag("waitForSync"));
            default:
                transactions.Abort(id, shard);
                return Task.CompletedTask;
        }
    }

    private static Collection CheckLeads(Shard shard, Collection collection) =>
        shard.State.Duty == ShardDuty.Leader ? collection : throw DataError.NotLeader();

    private JsonArray Truncated(Collection collection)
    {
        Server.Data.Truncate(collection);
        return [ShardChange.Truncate()];
    }

    private Collection Collection(Shard shard)
    {
        lock (Server.Data.Gate)
        {
            return Server.Data.Get(shard.Database).Get(shard.Name);
        }
    }
}
