using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>/_admin/crashes: what earlier crashes have left behind.</summary>
internal sealed class CrashesRoute(CrashDirectory? directory) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/crashes"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.Identity.IsAdmin)
        {
            return request.ForbiddenAsync();
        }

        if (directory is null)
        {
            return request.ErrorAsync(503, 503, "crash dumps are disabled");
        }

        return (request.Method, request.Suffixes) switch
        {
            ("GET", []) => request.OkAsync(new JsonObject { ["result"] = new JsonArray([.. directory.List().Select(static id => (JsonNode)id)]) }),
            ("GET", [var id]) => directory.Read(id) is { } files
                ? request.OkAsync(new JsonObject { ["result"] = new JsonObject { ["crashId"] = id, ["files"] = files } })
                : UnknownAsync(request),
            ("DELETE", [var id]) => directory.Delete(id)
                ? request.OkAsync(new JsonObject { ["result"] = new JsonObject { ["deleted"] = true, ["crashId"] = id } })
                : UnknownAsync(request),
            ("GET" or "DELETE", _) => request.UnknownPathAsync(),
            _ => request.MethodNotAllowedAsync(),
        };
    }

    private static Task UnknownAsync(ServerRequest request) => request.ErrorAsync(404, 404, "crash not found");
}
