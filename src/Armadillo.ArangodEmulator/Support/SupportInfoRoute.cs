using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Support;

/// <summary>/_admin/support-info: what a deployment consists of. Who may ask says --server.support-info-api.</summary>
internal sealed class SupportInfoRoute(ServerContext server) : IRoute
{
    private const string Root = "/_admin/support-info";
    private const string Local = "local";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly HostInfo _host = new(server);

    public IEnumerable<string> Paths => [Root];

    public async Task HandleAsync(ServerRequest request)
    {
        var policy = server.Options.Text("server.support-info-api");
        if (policy == "disabled" || request.Suffixes.Length > 0)
        {
            await request.UnknownPathAsync();
        }
        else if ((policy == "jwt" && !request.Identity.IsSuperuser) || (policy == "admin" && !request.Identity.IsAdmin))
        {
            await request.ForbiddenAsync("insufficient permissions", 403);
        }
        else if (request.Database != "_system")
        {
            await request.ErrorAsync(400, 1230, "operation only allowed in system database");
        }
        else
        {
            await request.JsonAsync(200, await AnswerAsync(request));
        }
    }

    private async Task<JsonObject> AnswerAsync(ServerRequest request)
    {
        if (server.Cluster is { } cluster && server.State.Role == ServerRole.Coordinator && !request.QueryFlag(Local))
        {
            await cluster.Cache.RefreshAsync(request.Aborted);
            return new JsonObject { ["deployment"] = await ClusterAsync(cluster, request.Aborted), ["date"] = Date() };
        }

        return server.State.Role == ServerRole.Single
            ? new JsonObject { ["deployment"] = new JsonObject { ["type"] = "single" }, ["host"] = _host.ToJson(), ["date"] = Date() }
            : new JsonObject { ["host"] = _host.ToJson() };
    }

    private string Date() => server.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private async Task<JsonObject> ClusterAsync(ClusterMember cluster, CancellationToken cancellationToken)
    {
        var tree = cluster.Cache.Now.Tree;
        var registered = tree.NodeAt("Current/ServersRegistered").Members.Where(static m => m.Value is ObjectValue).ToList();
        var others = registered.Where(m => m.Key != server.State.Id)
            .Select(async m => (m.Key, Host: await AskAsync(m.Key, ((ObjectValue)m.Value).TextAt("endpoint"), cancellationToken)));
        var servers = new JsonObject { [server.State.Id] = _host.ToJson() };
        foreach (var (id, host) in await Task.WhenAll(others))
        {
            if (host is not null)
            {
                servers[id] = host;
            }
        }

        return new JsonObject
        {
            ["type"] = "cluster",
            ["servers"] = servers,
            ["agents"] = server.State.AgencyEndpoints.Count,
            ["coordinators"] = registered.Count(static m => m.Key.StartsWith("CRDN", StringComparison.Ordinal)),
            ["dbServers"] = registered.Count(static m => m.Key.StartsWith("PRMR", StringComparison.Ordinal)),
            ["shards"] = ShardStatistics.Global(cluster, tree),
        };
    }

    /// <summary>Null for a server that does not answer: it is left out.</summary>
    private async Task<JsonNode?> AskAsync(string id, string? endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await server.Peers.SendAsync(HttpMethod.Get, endpoint ?? "", $"{Root}?{Local}=true", null, _timeout, cancellationToken);
            return answer.Body.At("host")?.DeepClone();
        }
        catch (HttpRequestException e)
        {
            server.Log.Warning("4800b", "statistics", $"no information from {id}: {e.Message}");
            return null;
        }
    }
}
