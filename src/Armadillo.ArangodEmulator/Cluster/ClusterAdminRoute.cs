using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/*: sends each command to its feature.</summary>
internal sealed class ClusterAdminRoute(ServerContext server) : IRoute
{
    private static readonly string[] _notEmulated =
    [
        "nodeVersion", "nodeEngine", "nodeStatistics", "statistics", "shardDistribution", "collectionShardDistribution", "shardStatistics",
        "rebalanceShards", "rebalance", "uniqId", "vpackSortMigration", "agencyDiagnosis",
        "cluster-info", "queue-time",
    ];

    private ServerJobs? _jobs;

    public IEnumerable<string> Paths => ["/_admin/cluster"];

    public Task HandleAsync(ServerRequest request)
    {
        var policy = server.Options.Text("cluster.api-jwt-policy");
        if (!request.Identity.IsSuperuser && (policy == "jwt-all" || (policy == "jwt-write" && !request.IsGet)))
        {
            return request.ForbiddenAsync(errorNum: 403);
        }

        if (request.Suffixes.Length == 0)
        {
            return request.ErrorAsync(400, 601, "expecting URL /_admin/cluster/<command>");
        }

        var command = request.Suffixes[0];
        if (_notEmulated.Contains(command))
        {
            return request.NotEmulatedAsync();
        }

        if (command is not ("health" or "numberOfServers" or "maintenance" or "removeServer"
            or "moveShard" or "cleanOutServer" or "resignLeadership" or "queryAgencyJob" or "cancelAgencyJob"))
        {
            return request.ErrorAsync(400, 400, $"invalid command '{command}'");
        }

        if (server.Cluster is not { } cluster || server.State.Role != ServerRole.Coordinator)
        {
            return request.ForbiddenAsync("only allowed on coordinators", 403);
        }

        return request.Suffixes switch
        {
            ["health"] => ClusterHealth.HandleAsync(request, server, cluster.Agency),
            ["numberOfServers"] => NumberOfServers.HandleAsync(request, cluster.Agency),
            ["maintenance"] => ClusterMaintenance.HandleAsync(request, cluster.Agency, server.Time),
            ["maintenance", var id] => DbServerMaintenance.HandleAsync(request, id, cluster.Agency, server.Time),
            ["removeServer"] => ServerRemoval.HandleAsync(request, cluster.Agency, server.FailurePoints, server.Time),
            ["moveShard"] => new ShardMoves(Jobs(cluster.Agency), cluster.Agency).HandleAsync(request),
            ["cleanOutServer" or "resignLeadership" or "queryAgencyJob" or "cancelAgencyJob"] => Jobs(cluster.Agency).HandleAsync(request, command),
            _ => request.ErrorAsync(400, 601, "too many parts in the path"),
        };
    }

    private ServerJobs Jobs(AgencyClient agency) => _jobs ??= new ServerJobs(server, agency);
}
