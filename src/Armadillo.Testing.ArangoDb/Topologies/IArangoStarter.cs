using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>Starts ArangoDB topologies. Registered by <c>AddArangoDb()</c>.</summary>
public interface IArangoStarter
{
    /// <summary>Starts a single server.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="onCreated">Gets the topology before its first process starts. Default: nothing.</param>
    /// <param name="cancellationToken">Ends the start; everything is then stopped again.</param>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    Task<ArangoSingleServer> StartAsync(SingleServerSpec spec, Action<Topology>? onCreated = null, CancellationToken cancellationToken = default);

    /// <summary>Starts an agency.</summary>
    /// <inheritdoc cref="StartAsync(SingleServerSpec, Action{Topology}?, CancellationToken)"/>
    Task<ArangoAgency> StartAsync(AgencySpec spec, Action<Topology>? onCreated = null, CancellationToken cancellationToken = default);

    /// <summary>Starts a cluster.</summary>
    /// <inheritdoc cref="StartAsync(SingleServerSpec, Action{Topology}?, CancellationToken)"/>
    Task<ArangoCluster> StartAsync(ClusterSpec spec, Action<Topology>? onCreated = null, CancellationToken cancellationToken = default);
}
