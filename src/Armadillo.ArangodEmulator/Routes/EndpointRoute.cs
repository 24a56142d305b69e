using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>GET /_api/endpoint: where this server listens, in the schemes of HTTP.</summary>
internal sealed class EndpointRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/endpoint"];

    public Task HandleAsync(ServerRequest request) => request.IsGet
        ? request.JsonAsync(200, new JsonArray([.. server.Options.List("server.endpoint").Select(static e => new JsonObject { ["endpoint"] = InHttp(e) })]))
        : request.MethodNotAllowedAsync();

    private static string InHttp(string endpoint) => endpoint
        .Replace("tcp://", "http://", StringComparison.OrdinalIgnoreCase)
        .Replace("ssl://", "https://", StringComparison.OrdinalIgnoreCase);
}
