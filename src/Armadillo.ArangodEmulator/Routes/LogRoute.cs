using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/log/level and /_admin/log/entries.</summary>
internal sealed class LogRoute : IRoute
{
    private readonly ServerContext _server;
    private readonly TopicLevels _initial;

    public LogRoute(ServerContext server)
    {
        _server = server;
        _initial = server.Log.Levels.Copy();
    }

    public IEnumerable<string> Paths => ["/_admin/log"];

    public Task HandleAsync(ServerRequest request)
    {
        var policy = _server.Options.Text("log.api-enabled");
        if (policy == "false" || (policy == "jwt" && !request.Identity.IsSuperuser))
        {
            return request.ForbiddenAsync();
        }

        return request.Suffixes switch
        {
            ["level"] when request.QueryFlag("withAppenders") || request.Query("serverId") is not null => request.NotEmulatedAsync(),
            ["level"] => LevelAsync(request),
            ["entries"] => request.IsGet ? EntriesAsync(request) : request.NotEmulatedAsync(),
            _ => request.NotEmulatedAsync(),
        };
    }

    private async Task LevelAsync(ServerRequest request)
    {
        var levels = _server.Log.Levels;
        switch (request.Method)
        {
            case "GET":
                break;
            case "DELETE":
                foreach (var (topic, level) in _initial.List())
                {
                    levels.TrySet(topic, LogLevels.Name(level));
                }

                break;
            case "PUT":
                if (!TrySet(levels, await request.ReadJsonAsync()))
                {
                    await request.ErrorAsync(400, 10, "expecting a level, or an object of topics and levels");
                    return;
                }

                break;
            default:
                await request.MethodNotAllowedAsync();
                return;
        }

        var body = new JsonObject();
        foreach (var (topic, level) in levels.List())
        {
            body[topic] = LogLevels.Name(level);
        }

        await request.JsonAsync(200, body);
    }

    private static bool TrySet(TopicLevels levels, JsonNode? body)
    {
        if (body is JsonValue value && value.TryGetValue<string>(out var assignment))
        {
            return levels.TrySet(assignment);
        }

        return body is JsonObject topics
            && topics.All(x => x.Value is JsonValue v && v.TryGetValue<string>(out var level) && levels.TrySet(x.Key, level));
    }

    private Task EntriesAsync(ServerRequest request)
    {
        var most = LogLevels.TryParse(request.Query("upto") ?? "info", out var upto) ? upto : LogLevel.Info;
        LogLevel? only = request.Query("level") is { } name && LogLevels.TryParse(name, out var level) ? level : null;
        var start = long.TryParse(request.Query("start"), out var from) ? from : 0;
        var search = request.Query("search");
        var found = _server.Log.Recent()
            .Where(e => (only is { } exact ? e.Level == exact : e.Level <= most) && e.Number >= start)
            .Where(e => search is null || e.Message.Contains(search, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var total = found.Count;
        if (request.Query("sort") == "desc")
        {
            found.Reverse();
        }

        var skip = int.TryParse(request.Query("offset"), out var offset) ? offset : 0;
        var take = int.TryParse(request.Query("size"), out var size) ? size : int.MaxValue;
        return request.JsonAsync(200, new JsonObject
        {
            ["total"] = total,
            ["messages"] = new JsonArray([.. found.Skip(skip).Take(take).Select(Entry)]),
        });
    }

    private static JsonNode Entry(LogEntry entry) => new JsonObject
    {
        ["id"] = entry.Number,
        ["topic"] = entry.Topic,
        ["level"] = LogLevels.Name(entry.Level),
        ["date"] = LogTime.Format("utc-datestring", entry),
        ["message"] = $"[{entry.Id}] {entry.Message}",
    };
}
