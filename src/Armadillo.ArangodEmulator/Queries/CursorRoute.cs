using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>/_api/cursor of a single server or a coordinator. A cursor lives until it is read or deleted, or nobody asks for its time to live.</summary>
internal sealed class CursorRoute(ServerContext server) : DataRoute(server)
{
    private const int DefaultBatch = 1000;

    private static TimeSpan DefaultTimeToLive => TimeSpan.FromSeconds(30);

    public override IEnumerable<string> Paths => ["/_api/cursor"];

    protected override bool MayBeInTransaction(ServerRequest request) => true;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("POST", []) => await CreateAsync(request, body as JsonObject ?? []),
        ("POST" or "PUT", [var id]) => Next(id),
        ("POST", [var id, var batch]) => Numbered(Server.Cursors.Get(id), batch),
        ("DELETE", [var id]) => Delete(id),
        ("PUT" or "DELETE", []) => throw new DataError(400, 400, $"expecting {(request.Method == "PUT" ? "POST" : "DELETE")} /_api/cursor/<cursor-id>"),
        _ => throw NotHere(request),
    };

    private async Task<Reply> CreateAsync(ServerRequest request, JsonObject body)
    {
        if (body["query"] is not JsonValue text || !text.TryGetValue<string>(out var query) || query.Trim().Length == 0)
        {
            throw new DataError(400, 1502, "query is empty");
        }

        Server.Queries.Add(new JsonObject
        {
            ["timeStamp"] = Server.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["query"] = query,
            ["bindVars"] = body["bindVars"]?.DeepClone() ?? new JsonObject(),
            ["database"] = request.Database,
        });
        var read = QueryReader.Read(query);
        if (read.Modify is not null)
        {
            CheckWritable();
        }

        var startedAt = Server.Time.GetTimestamp();
        var binds = body["bindVars"] as JsonObject ?? [];
        var collections = CollectionsOf(request);
        var memory = new QueryMemory(MemoryLimit(body), PlanNodes(read));
        var run = new QueryRun(read, (name, writes) => OpenAsync(request, collections, name, writes), binds, memory);
        if (read.Modify is { } modify && new Evaluation(binds).CollectionName(modify.Collection) is { } written)
        {
            await (await OpenAsync(request, collections, written, writes: true)).PrepareWriteAsync([], request.Aborted);
        }

        await RunAsync(run, request.Aborted);
        var options = body["options"] as JsonObject ?? [];
        var cursor = new Cursor(
            await Server.NextOwnIdAsync(request.Aborted),
            run.Rows,
            body["batchSize"] is null ? DefaultBatch : Math.Max((int)AqlValues.Number(body["batchSize"]), 1),
            AqlValues.IsTrue(body["count"]),
            body["ttl"] is null ? DefaultTimeToLive : TimeSpan.FromSeconds(AqlValues.Number(body["ttl"])),
            AqlValues.IsTrue(options["allowRetry"]),
            Extra(run, memory, AqlValues.IsTrue(options["fullCount"]) && read.Limit is not null, Server.Time.GetElapsedTime(startedAt)));
        return Batch(cursor, 201);
    }

    /// <summary>From the source: a query may be given a higher limit than the server's when --query.memory-limit-override allows it.</summary>
    private long MemoryLimit(JsonObject body)
    {
        var usual = Server.Options.Number("query.memory-limit");
        var wanted = (body["memoryLimit"] ?? (body["options"] as JsonObject)?["memoryLimit"]) is JsonValue v && v.TryGetValue<long>(out var bytes) ? bytes : 0;
        return wanted <= 0 ? usual : usual <= 0 || Server.Options.Flag("query.memory-limit-override") ? wanted : Math.Min(wanted, usual);
    }

    /// <summary>As recorded, for a loop over an array that is sorted by its variable and given back; other plans are not known.</summary>
    private static string PlanNodes(Query query)
    {
        var isRecorded = query is { For: { Source: Binary { Operator: ".." } or ArrayOf } loop, Clauses: [], Sort: [{ Value: Name sorted }] }
            and { Limit: null, Modify: null, Return: Name result }
            && sorted.Text == loop.Variable && result.Text == loop.Variable;
        return isRecorded ? " [node #3: EnumerateListNode] [node #4: SortNode] [node #4: SortNode] [node #5: ReturnNode]" : "";
    }

    private Task RunAsync(QueryRun run, CancellationToken cancellationToken)
    {
        if (Server.State.Role != ServerRole.Single)
        {
            return run.RunAsync(cancellationToken);
        }

        // A single server waits for nobody, so all is done when the call returns, and under one lock queries do not mix with others.
        lock (Server.Data.Gate)
        {
            return run.RunAsync(cancellationToken);
        }
    }

    private static async Task<IDocuments> OpenAsync(ServerRequest request, ICollections collections, string name, bool writes)
    {
        IDocuments documents;
        try
        {
            documents = await collections.FindAsync(request.Database, name, request.Aborted);
        }
        catch (DataError e) when (e.Number == 1203)
        {
            throw new DataError(404, 1203, $"AQL: collection or view not found: {name} (while parsing)");
        }

        CheckRights(request.Identity, request.Database, documents.CollectionName, writes);
        return documents;
    }

    private Reply Next(string id) => Batch(Server.Cursors.Get(id), 200);

    /// <summary>The next batch by its number; the last one once more for a query that allows it.</summary>
    private Reply Numbered(Cursor cursor, string batch)
    {
        if (batch == $"{cursor.Batches + 1}" && cursor.HasMore)
        {
            return Batch(cursor, 200);
        }

        return batch == $"{cursor.Batches}" && cursor.LastBatch is { } last
            ? new Reply(200, last.DeepClone())
            : throw new DataError(404, 1600, "cursor not found");
    }

    private Reply Delete(string id)
    {
        Server.Cursors.Remove(Server.Cursors.Get(id));
        return new Reply(202, new JsonObject { ["id"] = id, ["error"] = false, ["code"] = 202 });
    }

    private Reply Batch(Cursor cursor, int status)
    {
        var rows = new JsonArray([.. cursor.Take(out var batches)]);
        var more = cursor.HasMore;
        var body = new JsonObject { ["result"] = rows, ["hasMore"] = more };
        if (more)
        {
            body["id"] = cursor.Id;
        }

        if (cursor.ShowCount)
        {
            body["count"] = cursor.Count;
        }

        // Recorded: the two keys change places when more is to come.
        body[more ? "extra" : "cached"] = more ? cursor.Extra.DeepClone() : false;
        body[more ? "cached" : "extra"] = more ? false : cursor.Extra.DeepClone();
        if (more)
        {
            body["nextBatchId"] = $"{batches + 1}";
        }

        body["error"] = false;
        body["code"] = status;

        // Who may ask again for the last batch says himself when he is done with it.
        if (more || (cursor.AllowsRetry && cursor.Batches > 1))
        {
            cursor.LastBatch = cursor.AllowsRetry ? (JsonObject)body.DeepClone() : null;
            Server.Cursors.Keep(cursor);
        }
        else
        {
            Server.Cursors.Remove(cursor);
        }

        return new Reply(status, body);
    }

    private static JsonObject Extra(QueryRun run, QueryMemory memory, bool fullCount, TimeSpan elapsed) => new()
    {
        ["warnings"] = new JsonArray(),
        ["stats"] = new QueryFigures
        {
            Written = run.Written,
            Ignored = run.Ignored,
            Scanned = run.Scanned,
            Filtered = run.Filtered,
            FullCount = fullCount ? run.FullCount : null,
            PeakMemory = memory.Peak,
            Elapsed = elapsed,
        }.ToJson(),
    };
}
