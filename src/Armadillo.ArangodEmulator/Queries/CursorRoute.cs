using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>/_api/cursor of a single server or a coordinator. A cursor lives until it is read or deleted, or the server ends.</summary>
internal sealed class CursorRoute(ServerContext server) : DataRoute(server)
{
    private const int DefaultBatch = 1000;

    private readonly ConcurrentDictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);

    public override IEnumerable<string> Paths => ["/_api/cursor"];

    protected override Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (Server.State.Role != ServerRole.Single)
        {
            return RouteAsync(request, body);
        }

        // A single server waits for nobody, so all is done when the call returns, and under one lock queries do not mix with others.
        lock (Server.Data.Gate)
        {
            return RouteAsync(request, body);
        }
    }

    private async Task<Reply> RouteAsync(ServerRequest request, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("POST", []) => await CreateAsync(request, body as JsonObject ?? []),
        ("POST" or "PUT", [var id]) => Next(id),
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

        var read = QueryReader.Read(query);
        if (read.Modify is not null)
        {
            CheckWritable();
        }

        var startedAt = Server.Time.GetTimestamp();
        var run = new QueryRun(read, (name, writes) => OpenAsync(request, name, writes), body["bindVars"] as JsonObject ?? []);
        await run.RunAsync(request.Aborted);
        var options = body["options"] as JsonObject ?? [];
        var cursor = new Cursor(
            await Server.NextIdAsync(request.Aborted),
            run.Rows,
            body["batchSize"] is null ? DefaultBatch : Math.Max((int)AqlValues.Number(body["batchSize"]), 1),
            AqlValues.IsTrue(body["count"]),
            Extra(run, AqlValues.IsTrue(options["fullCount"]) && read.Limit is not null, Server.Time.GetElapsedTime(startedAt)));
        return Batch(cursor, 201);
    }

    private async Task<IDocuments> OpenAsync(ServerRequest request, string name, bool writes)
    {
        IDocuments documents;
        try
        {
            documents = await Server.Collections.FindAsync(request.Database, name, request.Aborted);
        }
        catch (DataError e) when (e.Number == 1203)
        {
            throw new DataError(404, 1203, $"AQL: collection or view not found: {name} (while parsing)");
        }

        CheckRights(request.Identity, request.Database, documents.CollectionName, writes);
        return documents;
    }

    private Reply Next(string id) => Batch(Find(id), 200);

    private Reply Delete(string id)
    {
        _cursors.TryRemove(Find(id).Id, out _);
        return new Reply(202, new JsonObject { ["id"] = id, ["error"] = false, ["code"] = 202 });
    }

    private Cursor Find(string id) => _cursors.TryGetValue(id, out var cursor) ? cursor : throw new DataError(404, 1600, "cursor not found");

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
            _cursors[cursor.Id] = cursor;
        }
        else
        {
            _cursors.TryRemove(cursor.Id, out _);
        }

        body["error"] = false;
        body["code"] = status;
        return new Reply(status, body);
    }

    /// <summary>The recorded keys; what the emulator has no figure for is zero, as it was in the records.</summary>
    private static JsonObject Extra(QueryRun run, bool fullCount, TimeSpan elapsed)
    {
        var stats = new JsonObject
        {
            ["writesExecuted"] = run.Written,
            ["writesIgnored"] = 0,
            ["documentLookups"] = 0,
            ["seeks"] = 0,
            ["scannedFull"] = run.Scanned,
            ["scannedIndex"] = 0,
            ["searchParallelism"] = 1,
            ["cursorsCreated"] = 0,
            ["cursorsRearmed"] = 0,
            ["cacheHits"] = 0,
            ["cacheMisses"] = 0,
            ["filtered"] = run.Filtered,
            ["httpRequests"] = 0,
        };
        if (fullCount)
        {
            stats["fullCount"] = run.FullCount;
        }

        stats["executionTime"] = elapsed.TotalSeconds;
        stats["peakMemoryUsage"] = 0;
        stats["intermediateCommits"] = 0;
        return new JsonObject { ["warnings"] = new JsonArray(), ["stats"] = stats };
    }

    private sealed class Cursor(string id, List<JsonNode?> rows, int batch, bool showCount, JsonObject extra)
    {
        private readonly Lock _lock = new();
        private int _batches;
        private int _given;

        public string Id { get; } = id;

        public bool ShowCount { get; } = showCount;

        public JsonObject Extra { get; } = extra;

        public int Count => rows.Count;

        public bool HasMore => _given < rows.Count;

        public List<JsonNode?> Take(out int batches)
        {
            lock (_lock)
            {
                var taken = rows.GetRange(_given, Math.Min(batch, rows.Count - _given));
                _given += taken.Count;
                batches = ++_batches;
                return taken;
            }
        }
    }
}
