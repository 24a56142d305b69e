using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>A DB server's answers about the logs that it takes part in.</summary>
internal static class LocalLogs
{
    private const int UsualLimit = 1000;

    public static async Task<(int Status, JsonNode? Content)> AnswerAsync(LogParticipants logs, ServerRequest request, JsonNode? body)
    {
        if (request.Suffixes is not [var id, .. var rest])
        {
            return request.IsGet
                ? (200, ReplicatedLogRoute.Result(new JsonObject(
                    logs.In(request.Database).Select(l => KeyValuePair.Create(l.Id, (JsonNode?)l.Log.ToStatus())))))
                : throw NotHere(request);
        }

        var log = logs.Get(request.Database, id);
        if (request.Matched == ReplicatedLogRoute.Internal)
        {
            return request.Method == "POST" && rest is ["append-entries"] && body is not null
                ? (202, ReplicatedLogRoute.Result(log.Append(AppendRequest.From(body)).ToJson()))
                : throw NotHere(request);
        }

        return request.Method switch
        {
            "GET" => (200, ReplicatedLogRoute.Result(await ReadAsync(log, request, rest))),
            "POST" => await WriteAsync(log, request, rest, body),
            _ => throw NotHere(request),
        };
    }

    private static DataError NotHere(ServerRequest request) => DataError.NotEmulated($"{request.Method} {request.Path} on a DB server");

    private static async Task<JsonNode?> ReadAsync(ReplicatedLog log, ServerRequest request, string[] rest)
    {
        var limit = ReplicatedLogRoute.Number(request, "limit", UsualLimit);
        var first = ReplicatedLogRoute.Number(request, "first", 1);
        switch (rest)
        {
            case [] or ["local-status"]:
                return log.ToStatus();
            case ["poll"]:
                await Leading(log).CommittedAsync(first).WaitAsync(request.Aborted);
                return Range(log, first, first + limit);
            case ["head"]:
                return Range(log, 1, 1 + limit);
            case ["tail"]:
                var last = Last(log);
                return Range(log, last - limit + 1, last + 1);
            case ["slice"]:
                var start = ReplicatedLogRoute.Number(request, "start", 0);
                return Range(log, start, ReplicatedLogRoute.Number(request, "stop", start + UsualLimit + 1));
            case ["entry", var text] when long.TryParse(text, out var index):
                return Range(log, index, index + 1) is [{ } found] ? found.DeepClone() : throw new DataError(404, 404, "log index not found");
            default:
                throw new DataError(
                    404, 404, "expecting one of the resources 'poll', 'head', 'tail', 'entry', 'slice', 'local-status', 'global-status'");
        }
    }

    private static async Task<(int Status, JsonNode? Content)> WriteAsync(ReplicatedLog log, ServerRequest request, string[] rest, JsonNode? body)
    {
        var sync = request.QueryFlag("waitForSync");
        switch (rest)
        {
            case ["insert"] when request.QueryFlag("dontWaitForCommit"):
                return (202, ReplicatedLogRoute.Result(new JsonObject { ["index"] = Insert(log, l => l.Insert(body, sync)).Index }));
            case ["insert"]:
                return await CommitAsync(log, request, l => [l.Insert(body, sync)], "index");
            case ["ping"]:
                return await CommitAsync(log, request, l => [l.Ping((string?)body?["message"])], "index");
            case ["multi-insert"]:
                return body is not JsonArray payloads ? throw new DataError(400, 10, "array expected at top-level")
                    : payloads.Count == 0 ? throw new DataError(400, 10, "multi insert list must not be empty")
                    : await CommitAsync(log, request, l => [.. payloads.Select(p => l.Insert(p, sync))], "indexes");
            default:
                throw NotHere(request);
        }
    }

    private static async Task<(int Status, JsonNode? Content)> CommitAsync(
        ReplicatedLog log, ServerRequest request, Func<LogLeadership, long[]> write, string key)
    {
        var (leadership, indexes) = Insert(log, write);
        await leadership.CommittedAsync(indexes[^1]).WaitAsync(request.Aborted);
        lock (log.Gate)
        {
            var quorum = leadership.Quorum(indexes[^1]).Select(id => (JsonNode)id);
            return (201, ReplicatedLogRoute.Result(new JsonObject
            {
                [key] = key == "index" ? indexes[0] : new JsonArray([.. indexes.Select(i => (JsonNode)i)]),
                ["result"] = new JsonObject
                {
                    ["commitIndex"] = log.CommitIndex,
                    ["quorum"] = new JsonObject { ["index"] = indexes[^1], ["term"] = log.Term, ["quorum"] = new JsonArray([.. quorum]) },
                },
            }));
        }
    }

    private static (LogLeadership Leadership, T Index) Insert<T>(ReplicatedLog log, Func<LogLeadership, T> write)
    {
        lock (log.Gate)
        {
            var leadership = Leading(log);
            return (leadership, write(leadership));
        }
    }

    private static LogLeadership Leading(ReplicatedLog log) => log.Leadership ?? throw new DataError(503, 1419, "not the log leader");

    private static long Last(ReplicatedLog log)
    {
        lock (log.Gate)
        {
            return log.Entries.LastIndex;
        }
    }

    private static JsonArray Range(ReplicatedLog log, long start, long stop)
    {
        lock (log.Gate)
        {
            return [.. log.Entries.Range(start, stop).Select(e => (JsonNode)e.ToJson())];
        }
    }
}
