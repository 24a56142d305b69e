using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>/_api/aqlfunction: there are no functions of users, for they are JavaScript; none can be made.</summary>
internal sealed class AqlFunctionRoute : IRoute
{
    public IEnumerable<string> Paths => ["/_api/aqlfunction"];

    public Task HandleAsync(ServerRequest request) => (request.Method, request.Suffixes) switch
    {
        ("GET", [] or [_]) => request.OkAsync(new JsonObject { ["result"] = new JsonArray() }),
        ("DELETE", [var name]) => request.ErrorAsync(404, 1582, $"no AQL user function with name '{name}' found"),
        _ => request.NotEmulatedAsync(),
    };
}
