using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Diagnosis;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_api/cluster: endpoints, the agency's dump, and what a server has seen of it.</summary>
internal sealed class ClusterRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/cluster"];

    public Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes is ["cluster-info", ..])
        {
            return ClusterInfoQueries.HandleAsync(request, server);
        }

        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        if (request.Suffixes is not (["endpoints"] or ["agency-dump"] or ["agency-cache"]))
        {
            return request.UnknownPathAsync();
        }

        if (request.Suffixes[0] == "agency-cache")
        {
            return server.Cluster is { } member ? CacheAsync(request, member.Cache.Now) : request.NotEmulatedAsync();
        }

        if (server.Cluster is not { } cluster || server.State.Role != ServerRole.Coordinator)
        {
            return request.ErrorAsync(501, 9, "only on coordinators");
        }

        return request.Suffixes[0] == "endpoints" ? EndpointsAsync(request, cluster.Agency)
            : request.Identity.IsAdmin ? DumpAsync(request, cluster.Agency)
            : request.ForbiddenAsync("you need admin rights to produce an agency dump", 403);
    }

    /// <summary>What this server has seen of the agency; hidden keys stay hidden.</summary>
    private static Task CacheAsync(ServerRequest request, AgencyCache.View view) => request.Identity.IsAdmin
        ? request.JsonAsync(200, new JsonObject
        {
            ["index"] = view.Index,
            ["cache"] = new JsonArray(new JsonObject(view.Root.Members
                .Where(static m => !m.Key.StartsWith('.'))
                .Select(static m => KeyValuePair.Create(m.Key, m.Value.ToJson())))),
        })
        : request.ForbiddenAsync("you need admin rights to produce an agency cache dump", 403);

    private static async Task EndpointsAsync(ServerRequest request, AgencyClient agency)
    {
        var current = (await agency.ReadAsync(
            request.Aborted, "/arango/Current/Coordinators", "/arango/Current/ServersRegistered")).At("arango", "Current");
        var endpoints = new JsonArray();
        foreach (var id in current.KeysAt("Coordinators"))
        {
            var own = current.TextAt("ServersRegistered", id, "endpoint");
            var advertised = current.TextAt("ServersRegistered", id, "advertisedEndpoint");
            endpoints.Add((JsonNode)(string.IsNullOrEmpty(advertised)
                ? new JsonObject { ["endpoint"] = own }
                : new JsonObject { ["endpoint"] = advertised, ["internal"] = own }));
        }

        await request.OkAsync(new JsonObject { ["endpoints"] = endpoints });
    }

    private static async Task DumpAsync(ServerRequest request, AgencyClient agency)
    {
        var answer = await agency.GetAsync("/_api/agency/state?redirectToLeader=true", request.Aborted);
        await request.JsonAsync((int)answer.Status, answer.Body);
    }
}
