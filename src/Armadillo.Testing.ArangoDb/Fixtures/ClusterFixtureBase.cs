using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Fixtures;

/// <summary>A running cluster, in whatever test framework.</summary>
public abstract class ClusterFixtureBase : ArangoFixtureBase<ClusterSpec, ArangoCluster>
{
    /// <summary>For adapters.</summary>
    protected ClusterFixtureBase(ITestHost host)
        : base(host)
    {
    }

    /// <summary>The running cluster.</summary>
    public ArangoCluster Cluster => Arango;

    /// <summary>The agents.</summary>
    public IReadOnlyList<ArangoServer> Agents => Arango.Agents;

    /// <summary>The database servers.</summary>
    public IReadOnlyList<ArangoServer> DbServers => Arango.DbServers;

    /// <summary>The coordinators.</summary>
    public IReadOnlyList<ArangoServer> Coordinators => Arango.Coordinators;

    /// <summary>Reads and writes of the agency's store, and who leads.</summary>
    public IAgency Agency => Arango.Agency;

    /// <summary>Waits until the supervision thinks this of a server.</summary>
    /// <inheritdoc cref="ArangoCluster.WaitForHealthAsync"/>
    public Task WaitForHealthAsync(ArangoServer server, ServerHealth health, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Arango.WaitForHealthAsync(server, health, timeout, cancellationToken);

    /// <summary>Waits until every database server and coordinator that is not stopped or suspended is GOOD and SERVING.</summary>
    /// <param name="timeout">Default: 2 minutes; multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    public Task WaitUntilHealthyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Arango.WaitUntilHealthyAsync(timeout, cancellationToken);
}
