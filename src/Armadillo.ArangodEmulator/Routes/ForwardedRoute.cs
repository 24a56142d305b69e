using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>
/// A route whose first part after its path is the id of something that lives on the coordinator that gave the id. A coordinator that
/// is asked for what another one has sends the request there, with the rights of the client.
/// </summary>
internal sealed class ForwardedRoute(ServerContext server, IRoute route) : IRoute
{
    private const string AnsweredBy = "x-arango-request-forwarded-to";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public IEnumerable<string> Paths => route.Paths;

    public Task HandleAsync(ServerRequest request) =>
        server.State.Role == ServerRole.Coordinator && Owner(request) is var (id, endpoint) ? ForwardAsync(request, id, endpoint) : route.HandleAsync(request);

    /// <summary>Null when it is this server, or nobody that is known: then there is no such thing here either.</summary>
    private (string Id, string Endpoint)? Owner(ServerRequest request)
    {
        if (request.Suffixes is not [var text, ..] || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tick)
            || ServerTicks.ServerOf(tick) is var number && number == server.State.ShortId)
        {
            return null;
        }

        var tree = server.Cluster!.Cache.Now.Tree;
        return tree.NodeAt("Current/Coordinators").Members.Keys.FirstOrDefault(id => ShortId(tree, id) == number) is { } owner
            && DbServers.Endpoint(tree, owner) is { } endpoint ? (owner, endpoint) : null;
    }

    private static long? ShortId(ObjectValue tree, string id) => tree.NumberAt($"Target/MapUniqueToShortID/{id}/TransactionID");

    private async Task ForwardAsync(ServerRequest request, string id, string endpoint)
    {
        server.Requests.Forward();
        var body = await request.ReadJsonAsync();
        var path = request.Context.Request.Path + request.Context.Request.QueryString;
        PeerAnswer answer;
        try
        {
            answer = await server.Peers.SendAsync(
                new HttpMethod(request.Method), endpoint, path, body, _limit, request.Aborted, request.Context.Request.Headers.Authorization);
        }
        catch (HttpRequestException e)
        {
            await request.ErrorAsync(503, 1478, $"the coordinator that has it could not be reached: {e.Message}");
            return;
        }

        foreach (var (name, values) in answer.Headers.Where(static h => h.Key.StartsWith("x-arango-async", StringComparison.OrdinalIgnoreCase)))
        {
            request.Context.Response.Headers[name] = values.ToArray();
        }

        request.Context.Response.Headers[AnsweredBy] = id;
        await answer.CopyToAsync(request.Context.Response, request.Aborted);
    }
}
