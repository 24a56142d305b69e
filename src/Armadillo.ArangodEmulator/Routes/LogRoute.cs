using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/log: entries in two forms, levels, structured parameters.</summary>
internal sealed class LogRoute : IRoute
{
    private readonly ServerContext _server;
    private readonly LogLevelRoute _levels;

    public LogRoute(ServerContext server)
    {
        _server = server;
        _levels = new LogLevelRoute(server.Log);
    }

    public IEnumerable<string> Paths => ["/_admin/log"];

    public Task HandleAsync(ServerRequest request)
    {
        var policy = _server.Options.Text("log.api-enabled");
        if (policy == "false" || !request.Identity.IsAdmin || (policy == "jwt" && !request.Identity.IsSuperuser))
        {
            return request.ForbiddenAsync();
        }

        if (ServerForwarding.Target(request, _server) is { } other)
        {
            return ServerForwarding.SendAsync(request, _server, other);
        }

        return (request.Method, request.Suffixes) switch
        {
            (_, ["level"]) => _levels.HandleAsync(request),
            (_, ["structured"]) => StructuredAsync(request),
            ("GET", ["entries"]) => EntriesAsync(request, oldForm: false),
            ("GET", []) => EntriesAsync(request, oldForm: true),
            ("DELETE", [] or ["entries"]) => ForgetAsync(request),
            (_, [] or ["entries"]) => request.MethodNotAllowedAsync(),
            _ => request.ErrorAsync(400, 601, "superfluous suffix, expecting /_admin/log/<suffix>"),
        };
    }

    private Task ForgetAsync(ServerRequest request)
    {
        _server.Log.ForgetRecent();
        return request.OkAsync();
    }

    private async Task StructuredAsync(ServerRequest request)
    {
        var parameters = _server.Log.Parameters;
        if (request.Method is not ("GET" or "PUT"))
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        if (request.Method == "PUT")
        {
            if (await request.ReadJsonAsync() is not JsonObject body)
            {
                await request.ErrorAsync(400, 10, "expecting an object of parameters and booleans");
                return;
            }

            foreach (var (name, value) in body)
            {
                if (value is JsonValue v && v.TryGetValue<bool>(out var on))
                {
                    parameters.Set(name, on);
                }
            }
        }

        // Only those that are on are named.
        var active = new JsonObject();
        foreach (var name in parameters.Active)
        {
            active[name] = true;
        }

        await request.JsonAsync(200, active);
    }

    private Task EntriesAsync(ServerRequest request, bool oldForm)
    {
        if (!LogQuery.TryRead(request, out var query, out var refusal))
        {
            return request.ErrorAsync(400, 400, refusal);
        }

        var found = query.Select(_server.Log.Recent());
        var page = query.Page(found);
        return request.JsonAsync(200, oldForm ? OldForm(found.Count, page) : new JsonObject
        {
            ["total"] = found.Count,
            ["messages"] = new JsonArray([.. page.Select(Entry)]),
        });
    }

    private static JsonObject OldForm(int total, IReadOnlyList<LogEntry> page) => new()
    {
        ["totalAmount"] = total,
        ["lid"] = new JsonArray([.. page.Select(static e => (JsonNode)e.Number)]),
        ["topic"] = new JsonArray([.. page.Select(static e => (JsonNode)e.Topic)]),
        ["level"] = new JsonArray([.. page.Select(static e => (JsonNode)(int)e.Level)]),
        ["timestamp"] = new JsonArray([.. page.Select(static e => (JsonNode)e.Time.ToUnixTimeSeconds())]),
        ["text"] = new JsonArray([.. page.Select(static e => (JsonNode)$"[{e.Id}] {e.Message}")]),
    };

    private static JsonNode Entry(LogEntry entry) => new JsonObject
    {
        ["id"] = entry.Number,
        ["topic"] = entry.Topic,
        ["level"] = LogLevels.Name(entry.Level),
        ["date"] = LogTime.Format("utc-datestring", entry),
        ["message"] = $"[{entry.Id}] {entry.Message}",
    };
}
