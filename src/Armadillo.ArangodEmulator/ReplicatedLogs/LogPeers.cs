using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>The other participants of one log.</summary>
internal sealed class LogPeers(ServerContext server, ClusterMember cluster, string database, string id)
{
    public TimeProvider Time => server.Time;

    /// <summary>Null when the answer makes no sense.</summary>
    /// <exception cref="HttpRequestException">No answer.</exception>
    public async Task<AppendAnswer?> AppendAsync(
        string participant, AppendRequest request, TimeSpan limit, CancellationToken cancellationToken)
    {
        var endpoint = DbServers.Endpoint(cluster.Cache.Now.Tree, participant)
            ?? throw new HttpRequestException($"server {participant} is not registered");
        var path = $"/_db/{Uri.EscapeDataString(database)}{ReplicatedLogRoute.Internal}/{id}/append-entries";
        var answer = await server.Peers.SendAsync(HttpMethod.Post, endpoint, path, request.ToJson(), limit, cancellationToken);
        return AppendAnswer.From(answer.Body?["result"]);
    }
}
