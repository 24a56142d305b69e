using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>PUT /_admin/compact: done at once, for there is nothing to compact.</summary>
internal sealed class CompactRoute : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/compact"];

    public Task HandleAsync(ServerRequest request) =>
        request.Method != "PUT" ? request.MethodNotAllowedAsync()
        : !request.Identity.IsAdmin ? request.ForbiddenAsync()
        : request.JsonAsync(200, new JsonObject());
}
