using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_api/cluster: endpoints and the agency's dump.</summary>
internal sealed class ClusterRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/cluster"];

    public Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes is not (["endpoints"] or ["agency-dump"] or ["agency-cache"] or ["cluster-info"]))
        {
            return request.UnknownPathAsync();
        }

        if (!request.IsGet)
        {
            return request.MethodNotAllowedAsync();
        }

        if (request.Suffixes[0] is "agency-cache" or "cluster-info")
        {
            return request.NotEmulatedAsync();
        }

        if (server.Cluster is not { } cluster || server.State.Role != ServerRole.Coordinator)
        {
            return request.ErrorAsync(501, 9, "only on coordinators");
        }

        return request.Suffixes[0] == "endpoints" ? EndpointsAsync(request, cluster.Agency) : DumpAsync(request, cluster.Agency);
    }

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
