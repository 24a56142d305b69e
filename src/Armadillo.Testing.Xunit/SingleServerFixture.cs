using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Topologies;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>A running single server. Use it as <c>IClassFixture&lt;SingleServerFixture&gt;</c>; derive from it to change the shape.</summary>
public class SingleServerFixture : ArangoFixture<SingleServerSpec, ArangoSingleServer>
{
    /// <summary>For the test framework: progress as diagnostic messages.</summary>
    public SingleServerFixture(IMessageSink diagnosticMessages)
        : base(diagnosticMessages)
    {
    }

    /// <summary>For derived fixtures: progress on standard output.</summary>
    protected SingleServerFixture()
    {
    }

    /// <summary>The server.</summary>
    public ArangoServer Server => Arango.Server;

    /// <summary>The running topology in ArangoDB's words.</summary>
    public ArangoSingleServer SingleServer => Arango;

    private protected override ArangoSingleServer TakeOver(Topology topology, TimeProvider time) => new(topology, time);
}
