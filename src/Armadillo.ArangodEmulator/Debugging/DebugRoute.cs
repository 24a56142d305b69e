using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Crashes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Debugging;

/// <summary>/_admin/debug: failure points, race controller, crash. Only in what stands for a failure-test build.</summary>
internal sealed class DebugRoute(ServerContext server) : IRoute
{
    public const string Root = "/_admin/debug";

    public IEnumerable<string> Paths => [Root];

    public Task HandleAsync(ServerRequest request) => (request.Method, request.Suffixes) switch
    {
        ("GET", ["failat"]) => request.JsonAsync(200, true),
        ("GET", ["failat", "all"]) => request.JsonAsync(200, new JsonArray([.. server.FailurePoints.Names.Select(static n => (JsonNode)n)])),
        ("PUT", ["failat", var name]) => SetAsync(request, Uri.UnescapeDataString(name)),
        ("DELETE", ["failat", var name]) => RemoveAsync(request, Uri.UnescapeDataString(name)),
        ("DELETE", ["failat"]) => ClearAsync(request),

        // Nothing here races, so there is nothing to reset.
        ("DELETE", ["raceControl"]) => request.JsonAsync(200, true),
        ("PUT", ["crash"]) => CrashAsync(request),
        _ => request.ErrorAsync(501, 9, "not implemented"),
    };

    private Task SetAsync(ServerRequest request, string name)
    {
        server.Log.Warning("d8a5f", "general", $"activating intentional failure point '{name}'. the server will misbehave!");
        server.FailurePoints.Add(name);
        return request.JsonAsync(200, true);
    }

    private Task RemoveAsync(ServerRequest request, string name)
    {
        server.FailurePoints.Remove(name);
        return request.JsonAsync(200, true);
    }

    private Task ClearAsync(ServerRequest request)
    {
        server.FailurePoints.Clear();
        return request.JsonAsync(200, true);
    }

    private async Task CrashAsync(ServerRequest request)
    {
        var message = await request.ReadJsonAsync() is JsonValue body && body.TryGetValue<string>(out var text) ? text : "";
        server.Crashes.Crash(CrashCause.FromMessage(message), server.Options.Flag("emulator.crash-hard-kill"));
    }
}
