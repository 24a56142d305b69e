using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_api/tasks: tasks are JavaScript, so there are none and none can be made.</summary>
internal sealed class TaskRoute : IRoute
{
    public IEnumerable<string> Paths => ["/_api/tasks"];

    public Task HandleAsync(ServerRequest request) => (request.Method, request.Suffixes) switch
    {
        ("GET", []) => request.JsonAsync(200, new JsonArray()),
        ("GET" or "DELETE", [_]) => request.ErrorAsync(404, 1852, "task not found"),
        _ => request.NotEmulatedAsync(),
    };
}
