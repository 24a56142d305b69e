using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>/_api/cursor of a single server. A cursor lives until it is read or deleted, or the server ends.</summary>
internal sealed class CursorRoute(ServerContext server) : LocalDataRoute(server)
{
    private const int DefaultBatch = 1000;

    private readonly Dictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);

    public override IEnumerable<string> Paths => ["/_api/cursor"];

    protected override Reply Answer(ServerRequest request, DataStore data, Database database, JsonNode? body) => (request.Method, request.Suffixes) switch
    {
        ("POST", []) => Create(request.Identity, data, database, body as JsonObject ?? []),
        ("POST" or "PUT", [var id]) => Next(id),
        ("DELETE", [var id]) => Delete(id),
        ("PUT" or "DELETE", []) => throw new DataError(400, 400, $"expecting {(request.Method == "PUT" ? "POST" : "DELETE")} /_api/cursor/<cursor-id>"),
        _ => throw NotHere(request),
    };

    private Reply Create(Identity identity, DataStore data, Database database, JsonObject body)
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
        var run = new QueryRun(data, database, (name, writes) => CheckRights(identity, database.Name, name, writes), body["bindVars"] as JsonObject ?? []);
        run.Run(read);
        var options = body["options"] as JsonObject ?? [];
        var cursor = new Cursor(
            data.Ticks.NextId().ToString(CultureInfo.InvariantCulture),
            run.Rows,
            body["batchSize"] is null ? DefaultBatch : Math.Max((int)AqlValues.Number(body["batchSize"]), 1),
            AqlValues.IsTrue(body["count"]),
            Extra(run, AqlValues.IsTrue(options["fullCount"]) && read.Limit is not null, Server.Time.GetElapsedTime(startedAt)));
        return Batch(cursor, 201);
    }

    private Reply Next(string id) => Batch(Find(id), 200);

    private Reply Delete(string id)
    {
        _cursors.Remove(Find(id).Id);
        return new Reply(202, new JsonObject { ["id"] = id, ["error"] = false, ["code"] = 202 });
    }

    private Cursor Find(string id) => _cursors.GetValueOrDefault(id) ?? throw new DataError(404, 1600, "cursor not found");

    private Reply Batch(Cursor cursor, int status)
    {
        var rows = new JsonArray([.. cursor.Take()]);
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
            body["nextBatchId"] = $"{cursor.Batches + 1}";
            _cursors[cursor.Id] = cursor;
        }
        else
        {
            _cursors.Remove(cursor.Id);
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
        private int _given;

        public string Id { get; } = id;

        public bool ShowCount { get; } = showCount;

        public JsonObject Extra { get; } = extra;

        public int Count => rows.Count;

        public int Batches { get; private set; }

        public bool HasMore => _given < rows.Count;

        public List<JsonNode?> Take()
        {
            var taken = rows.GetRange(_given, Math.Min(batch, rows.Count - _given));
            _given += taken.Count;
            Batches++;
            return taken;
        }
    }
}
