using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>
/// A coordinator's requests to the leader of a shard, whoever that is by now. While nobody leads it is asked again, within a limit;
/// a write whose answer was lost is not: it may have been done.
/// </summary>
internal sealed class ShardClient(ClusterMember cluster, PlannedCollection collection, string? transaction = null)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _requestLimit = TimeSpan.FromMinutes(10);

    /// <summary>Sends the items as one array; one outcome for each.</summary>
    public async Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(
        PlannedShard shard, DocumentCommand command, JsonArray items, CancellationToken cancellationToken)
    {
        var method = command.Verb switch
        {
            DocumentVerb.Insert => HttpMethod.Post,
            DocumentVerb.Update => HttpMethod.Patch,
            DocumentVerb.Remove => HttpMethod.Delete,
            _ => HttpMethod.Put,
        };
        try
        {
            var answer = await SendAsync(
                shard, method, InTransaction($"/_api/document/{shard.Name}?{command.ToQuery()}"), items, command.Verb == DocumentVerb.Read, cancellationToken);
            return [.. ((JsonArray)answer!).Select(static o => OutcomeOf((JsonObject)o!.DeepClone()))];
        }
        catch (DataError e)
        {
            return [.. items.Select(_ => new DocumentOutcome(null, e))];
        }
    }

    public async Task<JsonArray> DocumentsAsync(PlannedShard shard, CancellationToken cancellationToken) =>
        (JsonArray)(await SendAsync(shard, HttpMethod.Get, InTransaction($"{ShardRoute.Path(shard.Name, "documents")}?"), null, true, cancellationToken))!;

    public async Task<long> CountAsync(PlannedShard shard, CancellationToken cancellationToken) =>
        (await SendAsync(shard, HttpMethod.Get, ShardRoute.Path(shard.Name, "count"), null, true, cancellationToken)).NumberAt("count") ?? 0;

    /// <summary>For each index that is not unique, by its id, how many different values there are for each document.</summary>
    public async Task<JsonObject> SelectivitiesAsync(PlannedShard shard, CancellationToken cancellationToken) =>
        (JsonObject)(await SendAsync(shard, HttpMethod.Get, ShardRoute.Path(shard.Name, "selectivity"), null, true, cancellationToken))!;

    public Task TruncateAsync(PlannedShard shard, CancellationToken cancellationToken) =>
        SendAsync(shard, HttpMethod.Put, ShardRoute.Path(shard.Name, "truncate"), null, false, cancellationToken);

    /// <summary>Lets the leader begin its part of the transaction.</summary>
    public Task BeginAsync(PlannedShard shard, AccessMode mode, TimeSpan lockTimeout, long maxSize, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["mode"] = mode.ToString(), ["maxSize"] = maxSize };
        if (lockTimeout != Timeout.InfiniteTimeSpan)
        {
            body["lockTimeout"] = (long)lockTimeout.TotalMilliseconds;
        }

        return SendAsync(shard, HttpMethod.Post, OfTransaction(shard), body, false, cancellationToken);
    }

    public Task CommitAsync(PlannedShard shard, bool sync) =>
        SendAsync(shard, HttpMethod.Put, $"{OfTransaction(shard)}&waitForSync={(sync ? "true" : "false")}", null, false, CancellationToken.None);

    public Task AbortAsync(PlannedShard shard) => SendAsync(shard, HttpMethod.Delete, OfTransaction(shard), null, true, CancellationToken.None);

    private string OfTransaction(PlannedShard shard) => InTransaction($"{ShardRoute.Path(shard.Name, "transaction")}?");

    private string InTransaction(string path) => transaction is null ? path : $"{path}&{DataRoute.TransactionQuery}={transaction}";

    private async Task<JsonNode?> SendAsync(
        PlannedShard shard, HttpMethod method, string path, JsonNode? body, bool reads, CancellationToken cancellationToken)
    {
        var time = cluster.Time;
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var view = cluster.Cache.Now;
            var planned = cluster.Plan.Shard(collection.Database, collection.Id, shard.Name) ?? throw DataError.NoCollection();
            var (answer, error) = planned.Shard.LeaderResigns || DbServers.Endpoint(view.Tree, planned.Shard.Leader) is not { } endpoint
                ? (null, DataError.NoBackend())
                : await TryAsync(planned.Shard, endpoint, method, path, body, reads, cancellationToken);
            if (answer is not null)
            {
                return answer.Body;
            }

            if (time.GetElapsedTime(startedAt) >= cluster.ShardPatience)
            {
                throw error!;
            }

            await cluster.Cache.NewerAsync(view, _look, cancellationToken);
        }
    }

    /// <summary>The answer, or why the request may be sent again.</summary>
    /// <exception cref="DataError">It failed for good.</exception>
    private async Task<(PeerAnswer? Answer, DataError? Error)> TryAsync(
        PlannedShard planned, string endpoint, HttpMethod method, string path, JsonNode? body, bool reads, CancellationToken cancellationToken)
    {
        PeerAnswer answer;
        try
        {
            var database = Uri.EscapeDataString(collection.Database);
            answer = await cluster.SendWhileAsync(
                tree => LeadsStill(planned), method, endpoint, $"/_db/{database}{path}", body, _requestLimit, cancellationToken);
        }
        catch (HttpRequestException e) when (reads || e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return (null, DataError.NoBackend());
        }
        catch (HttpRequestException e)
        {
            throw new DataError(503, 1465, $"cluster internal HTTP connection broken: {e.Message}");
        }

        if ((int)answer.Status < 300)
        {
            return (answer, null);
        }

        var number = (int)(answer.Body.NumberAt("errorNum") ?? 500);
        var error = new DataError(DataErrors.StatusOf(number, (int)answer.Status), number, answer.Body.TextAt("errorMessage") ?? "");

        // Nothing was done: it does not lead, does not have the shard yet or any more, or is just starting or stopping.
        return number is 1496 or 1491 or 1495 or 1203 or 1228 or 503 or 30 ? (null, Unavailable(error)) : throw error;
    }

    private bool LeadsStill(PlannedShard planned) =>
        cluster.Plan.Shard(collection.Database, collection.Id, planned.Name) is var (_, shard) && shard.Leader == planned.Leader;

    private static DataError Unavailable(DataError error) => error.Number is 1203 or 1228 or 503 or 30 ? DataError.NoBackend() : error;

    private static DocumentOutcome OutcomeOf(JsonObject element)
    {
        // Documents begin with their key.
        if (element.Count == 0 || element.GetAt(0).Key != "error")
        {
            return new DocumentOutcome(element, null);
        }

        // A conflict with another writer comes without the document, one with an expected revision with it.
        var number = (int)element["errorNum"]!;
        var status = number == 1200 && element["_id"] is null ? 409 : DataErrors.StatusOf(number, (int)HttpStatusCode.InternalServerError);
        return new DocumentOutcome(null, new DataError(status, number, (string)element["errorMessage"]!)
        {
            Present = element["_id"] is { } id ? ((string)id!, (string)element["_key"]!, (string)element["_rev"]!) : null,
        });
    }
}
