using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Recording;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/server/*: role, id, mode, availability, recorded calls.</summary>
internal sealed class ServerRoute(ServerContext server) : IRoute
{
    private static readonly TimeSpan _readOnlyPropagation = TimeSpan.FromSeconds(2);

    public IEnumerable<string> Paths => ["/_admin/server"];

    public Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes.Length != 1)
        {
            return request.ErrorAsync(404, 404, "expecting /_admin/server/<command>");
        }

        return request.Suffixes[0] switch
        {
            "role" => Get(request, RoleAsync),
            "id" => Get(request, IdAsync),
            "mode" => ModeAsync(request),
            "availability" => Get(request, AvailabilityAsync),
            "api-calls" => Get(request, r => RecordingAsync(r, server.ApiCalls, "calls")),
            "aql-queries" => Get(request, QueriesAsync),
            "databaseDefaults" => request.JsonAsync(200, DatabaseDefaults.Of(server.Options)),
            _ => request.ErrorAsync(404, 404, $"unknown command '{request.Suffixes[0]}'"),
        };
    }

    private string ModeName => server.State.ReadOnly ? "readonly" : "default";

    private static Task Get(ServerRequest request, Func<ServerRequest, Task> answer) =>
        request.IsGet ? answer(request) : request.MethodNotAllowedAsync();

    private Task RoleAsync(ServerRequest request) =>
        request.OkAsync(new JsonObject { ["role"] = server.State.Role.Name(), ["mode"] = "default" });

    private Task IdAsync(ServerRequest request) => server.State.Role.IsInCluster()
        ? request.OkAsync(new JsonObject { ["id"] = server.State.Id })
        : request.ErrorAsync(500, 500, "not running in a cluster");

    private Task AvailabilityAsync(ServerRequest request) => request.OkAsync(new JsonObject { ["mode"] = ModeName });

    private Task QueriesAsync(ServerRequest request) => server.State.Role is ServerRole.Single or ServerRole.Coordinator
        ? RecordingAsync(request, server.Queries, "queries")
        : request.ErrorAsync(501, 9, "only on coordinators and single servers");

    private Task RecordingAsync(ServerRequest request, ApiRecording recording, string name)
    {
        var policy = server.Options.Text("log.recording-api-enabled");
        return !recording.Enabled || policy == "false" || !request.Identity.IsAdmin || (policy == "jwt" && !request.Identity.IsSuperuser)
            ? request.ForbiddenAsync()
            : request.OkAsync(new JsonObject { ["result"] = new JsonObject { [name] = recording.Read() } });
    }

    private async Task ModeAsync(ServerRequest request)
    {
        if (request.IsGet)
        {
            await request.OkAsync(new JsonObject { ["mode"] = ModeName });
        }
        else if (request.Method != "PUT")
        {
            await request.MethodNotAllowedAsync();
        }
        else if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync();
        }
        else if (await request.ReadJsonAsync() is not JsonObject body
            || body["mode"] is not JsonValue value
            || !value.TryGetValue<string>(out var mode)
            || mode is not ("default" or "readonly"))
        {
            await request.ErrorAsync(400, 10, "mode invalid, expecting 'default' or 'readonly'");
        }
        else
        {
            await SetModeAsync(request, mode == "readonly");
        }
    }

    private async Task SetModeAsync(ServerRequest request, bool readOnly)
    {
        server.State.ReadOnly = readOnly;
        if (server.Cluster is { } cluster)
        {
            await cluster.Agency.SetAsync("/arango/Readonly", readOnly, request.Aborted);
            await Task.Delay(_readOnlyPropagation, server.Time, request.Aborted);
        }

        await request.OkAsync(new JsonObject { ["mode"] = ModeName });
    }
}
