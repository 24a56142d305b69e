using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Topologies;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>
/// A running cluster of three agents, two database servers and a coordinator. Use it as
/// <c>IClassFixture&lt;ClusterFixture&gt;</c>; derive from it to change the shape.
/// </summary>
public class ClusterFixture : ArangoFixture<ClusterSpec, ArangoCluster>
{
    /// <summary>For the test framework: progress as diagnostic messages.</summary>
    public ClusterFixture(IMessageSink diagnosticMessages)
        : base(diagnosticMessages)
    {
    }

    /// <summary>For derived fixtures: progress on standard output.</summary>
    protected ClusterFixture()
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
    public AgencyClient Agency => Arango.Agency;

    /// <summary>Waits until the supervision thinks this of a server.</summary>
    /// <inheritdoc cref="ArangoCluster.WaitForHealthAsync"/>
    public Task WaitForHealthAsync(ArangoServer server, ServerHealth health, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Arango.WaitForHealthAsync(server, health, timeout, cancellationToken);

    /// <summary>Waits until every database server and coordinator that is not stopped or suspended is GOOD and SERVING.</summary>
    /// <param name="timeout">Default: 60 s; multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    public Task WaitUntilHealthyAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        Arango.WaitUntilHealthyAsync(timeout, cancellationToken);

    private protected override ArangoCluster TakeOver(Topology topology, TimeProvider time) => new(topology, time);
}
