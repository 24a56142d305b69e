using Armadillo.ArangodEmulator.Diagnosis;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Rebalancing;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/*: sends each command to its feature.</summary>
internal sealed class ClusterAdminRoute(ServerContext server) : IRoute
{
    private static readonly string[] _notEmulated =
    [
        "cluster-info", "queue-time",
    ];

    private static readonly string[] _forAdmins =
    [
        "maintenance", "removeServer", "shardDistribution", "collectionShardDistribution", "rebalanceShards",
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

        if (request.Suffixes.Length is 0 or > 2)
        {
            return request.ErrorAsync(400, 601, "expecting URL /_admin/cluster/<command>");
        }

        var command = request.Suffixes[0];
        if (request.Suffixes.Length == 2 && command is not ("rebalance" or "maintenance" or "vpackSortMigration"))
        {
            return request.ErrorAsync(400, 400, $"invalid command '{command}', expecting 'rebalance' or 'maintenance'");
        }

        if (request.Suffixes is ["vpackSortMigration", var step])
        {
            return SortMigration.HandleAsync(request, server, step);
        }

        if (_notEmulated.Contains(command))
        {
            return request.NotEmulatedAsync();
        }

        if (!NodeQueries.Knows(command) && command is not ("health" or "numberOfServers" or "maintenance" or "removeServer"
            or "shardDistribution" or "collectionShardDistribution" or "shardStatistics" or "rebalance" or "rebalanceShards" or "uniqId"
            or "agencyDiagnosis" or "moveShard" or "cleanOutServer" or "resignLeadership" or "queryAgencyJob" or "cancelAgencyJob"))
        {
            return request.ErrorAsync(400, 400, $"invalid command '{command}'");
        }

        if (command == "shardStatistics" && Unfit(request) is { } unfit)
        {
            return unfit;
        }

        if (_forAdmins.Contains(command) && !request.Identity.IsAdmin)
        {
            return request.ForbiddenAsync(errorNum: 403);
        }

        if (server.Cluster is not { } cluster || server.State.Role != ServerRole.Coordinator)
        {
            return request.ForbiddenAsync("only allowed on coordinators", 403);
        }

        return request.Suffixes switch
        {
            [_] when NodeQueries.Knows(command) => NodeQueries.HandleAsync(request, server, command),
            ["health"] => ClusterHealth.HandleAsync(request, server, cluster.Agency),
            ["numberOfServers"] when request.IsGet && server.Options.Flag("server.harden") && !request.Identity.IsAdmin =>
                request.ForbiddenAsync(errorNum: 403),
            ["numberOfServers"] => NumberOfServers.HandleAsync(request, cluster.Agency),
            ["maintenance"] => ClusterMaintenance.HandleAsync(request, cluster.Agency, server.Time),
            ["maintenance", var id] => DbServerMaintenance.HandleAsync(request, id, cluster.Agency, server.Time),
            ["shardDistribution" or "collectionShardDistribution"] => ShardDistribution.HandleAsync(request, cluster),
            ["shardStatistics"] => ShardStatistics.HandleAsync(request, cluster),
            ["rebalance", ..] => new Rebalance(cluster, Jobs(cluster.Agency)).HandleAsync(request),
            ["rebalanceShards"] => new RebalanceShards(
                cluster, Jobs(cluster.Agency), (int)server.Options.Number("cluster.max-number-of-move-shards")).HandleAsync(request),
            ["agencyDiagnosis"] => AgencyDiagnosis.HandleAsync(request, cluster),
            ["uniqId"] => UniqueIds.HandleAsync(request, cluster.Agency),
            ["removeServer"] => ServerRemoval.HandleAsync(request, cluster.Agency, server.FailurePoints, server.Time),
            ["moveShard"] => new ShardMoves(Jobs(cluster.Agency), cluster.Agency).HandleAsync(request),
            ["cleanOutServer" or "resignLeadership" or "queryAgencyJob" or "cancelAgencyJob"] => Jobs(cluster.Agency).HandleAsync(request, command),
            _ => request.ErrorAsync(400, 400, $"invalid command '{command}'"),
        };
    }

    /// <summary>Here rights and method come before the role.</summary>
    private Task? Unfit(ServerRequest request) =>
        !request.Identity.IsAdmin ? request.ForbiddenAsync(errorNum: 403)
        : !request.IsGet ? request.MethodNotAllowedAsync()
        : server.State.Role != ServerRole.Coordinator ? request.ErrorAsync(501, 1471, "this operation is only valid on a coordinator in a cluster")
        : request.Database != "_system" ? request.ErrorAsync(403, 1230, "operation only allowed in system database")
        : null;

    private ServerJobs Jobs(AgencyClient agency) => _jobs ??= new ServerJobs(server, agency);
}
