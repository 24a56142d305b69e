using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>A coordinator asks another server of its cluster on behalf of a client: the query parameter serverId.</summary>
internal static class ServerForwarding
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <summary>The server that the request means, when it is another one and this is a coordinator.</summary>
    public static string? Target(ServerRequest request, ServerContext server) =>
        server.State.Role == ServerRole.Coordinator && request.Query("serverId") is { } id && id != server.State.Id ? id : null;

    /// <summary>Sends the request on and gives its answer back as it is; the status for a server that nobody knows differs by route.</summary>
    public static async Task SendAsync(ServerRequest request, ServerContext server, string serverId, int unknown = 404)
    {
        var body = await request.ReadJsonAsync();
        var (method, path) = (new HttpMethod(request.Method), request.Path + request.Context.Request.QueryString);
        if (await AskAsync(server, serverId, method, path, body, _timeout, request.Aborted) is not { } answer)
        {
            await request.ErrorAsync(unknown, 400, "unknown serverId supplied.");
            return;
        }

        await answer.CopyToAsync(request.Context.Response, request.Aborted);
    }

    /// <summary>Null for a server that is not registered.</summary>
    /// <exception cref="HttpRequestException">The server does not answer.</exception>
    public static async Task<PeerAnswer?> AskAsync(
        ServerContext server, string serverId, HttpMethod method, string path, JsonNode? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var registered = await server.Cluster!.Agency.ReadAsync(cancellationToken, "/arango/Current/ServersRegistered");
        return registered.At("arango", "Current", "ServersRegistered", serverId, "endpoint") is JsonValue value && value.TryGetValue<string>(out var endpoint)
            ? await server.Peers.SendAsync(method, endpoint, path, body, timeout, cancellationToken)
            : null;
    }
}
