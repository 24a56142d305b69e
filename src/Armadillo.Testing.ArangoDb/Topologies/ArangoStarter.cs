using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

internal sealed class ArangoStarter(ITopologyStarter starter, TimeProvider time) : IArangoStarter
{
    public async Task<ArangoSingleServer> StartAsync(SingleServerSpec spec, Action<Topology>? onCreated, CancellationToken cancellationToken) =>
        new(await StartCoreAsync(spec, onCreated, cancellationToken).ConfigureAwait(false), time);

    public async Task<ArangoAgency> StartAsync(AgencySpec spec, Action<Topology>? onCreated, CancellationToken cancellationToken) =>
        new(await StartCoreAsync(spec, onCreated, cancellationToken).ConfigureAwait(false), time);

    public async Task<ArangoCluster> StartAsync(ClusterSpec spec, Action<Topology>? onCreated, CancellationToken cancellationToken) =>
        new(await StartCoreAsync(spec, onCreated, cancellationToken).ConfigureAwait(false), time);

    private Task<Topology> StartCoreAsync(ArangoSpec spec, Action<Topology>? onCreated, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return starter.StartAsync(spec.ToTopology(), onCreated ?? (static _ => { }), cancellationToken);
    }
}
