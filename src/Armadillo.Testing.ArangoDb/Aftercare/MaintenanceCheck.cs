using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Aftercare;

/// <summary>Supervision that is switched off, for the cluster or for single database servers.</summary>
internal sealed class MaintenanceCheck(ArangoTopologies topologies) : IStateCheck
{
    private const string Cluster = "of the cluster";

    public string Kind => "maintenance mode";

    public async Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken)
    {
        if (topologies.Current is not ArangoCluster cluster)
        {
            return [];
        }

        var whole = cluster.Agency.ReadAsync("arango/Supervision/Maintenance", cancellationToken);
        var single = cluster.Agency.ReadAsync("arango/Target/MaintenanceDBServers", cancellationToken);
        await Task.WhenAll(whole, single).ConfigureAwait(false);
        var ids = (await single.ConfigureAwait(false) as JsonObject)?.Select(entry => entry.Key) ?? [];
        return await whole.ConfigureAwait(false) is JsonValue ? [Cluster, .. ids] : [.. ids];
    }

    public Task RemoveAsync(string item, CancellationToken cancellationToken) => item == Cluster
        ? FrontEnd.ChangeAsync(topologies.Current, HttpMethod.Put, "/_admin/cluster/maintenance", "off", cancellationToken)
        : FrontEnd.ChangeAsync(
            topologies.Current, HttpMethod.Put, $"/_admin/cluster/maintenance/{Uri.EscapeDataString(item)}", new JsonObject { ["mode"] = "normal" }, cancellationToken);
}
