using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>/_api/ttl, in the form of arangod's source: how expired documents are removed, and how many were. A coordinator adds up its DB servers.</summary>
internal sealed class ExpiryRoute(ServerContext server) : IRoute
{
    private const string Root = "/_api/ttl";
    private const string Statistics = "statistics";

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(60);

    public IEnumerable<string> Paths => [Root];

    public async Task HandleAsync(ServerRequest request)
    {
        if (request.Database != "_system")
        {
            await request.ErrorAsync(400, 1230, "operation only allowed in system database");
        }
        else if (request.Suffixes is not (["properties"] or [Statistics]))
        {
            await request.ErrorAsync(400, 400, "bad parameter");
        }
        else if (request.Method == "PUT" && request.Suffixes[0] != Statistics)
        {
            await request.NotEmulatedAsync();
        }
        else if (!request.IsGet)
        {
            await request.MethodNotAllowedAsync();
        }
        else
        {
            await request.ResultAsync(request.Suffixes[0] != Statistics ? Properties()
                : server.Cluster is { } cluster && server.State.Role == ServerRole.Coordinator ? await SumAsync(cluster, request.Aborted)
                : server.Expiry.ToJson());
        }
    }

    private JsonObject Properties() => new()
    {
        ["frequency"] = server.Options.Number("ttl.frequency"),
        ["maxTotalRemoves"] = server.Options.Number("ttl.max-total-removes"),
        ["maxCollectionRemoves"] = server.Options.Number("ttl.max-collection-removes"),
        ["onlyLoadedCollections"] = false,
        ["active"] = true,
    };

    private async Task<JsonObject> SumAsync(ClusterMember cluster, CancellationToken cancellationToken)
    {
        var sum = server.Expiry.ToJson();
        var tree = cluster.Cache.Now.Tree;
        foreach (var id in tree.NodeAt("Current/DBServers").Members.Keys)
        {
            var endpoint = Sharding.DbServers.Endpoint(tree, id) ?? "";
            var answer = await server.Peers.SendAsync(HttpMethod.Get, endpoint, $"{Root}/{Statistics}", null, _timeout, cancellationToken);
            foreach (var name in sum.Select(static f => f.Key).ToList())
            {
                sum[name] = (long)sum[name]! + (answer.Body.NumberAt("result", name) ?? 0);
            }
        }

        return sum;
    }
}
