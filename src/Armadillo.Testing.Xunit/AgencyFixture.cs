using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Topologies;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>A running agency of three agents. Use it as <c>IClassFixture&lt;AgencyFixture&gt;</c>; derive from it to change the shape.</summary>
public class AgencyFixture : ArangoFixture<AgencySpec, ArangoAgency>
{
    /// <summary>For the test framework: progress as diagnostic messages.</summary>
    public AgencyFixture(IMessageSink diagnosticMessages)
        : base(diagnosticMessages)
    {
    }

    /// <summary>For derived fixtures: progress on standard output.</summary>
    protected AgencyFixture()
    {
    }

    /// <summary>The agents.</summary>
    public IReadOnlyList<ArangoServer> Agents => Arango.Agents;

    /// <summary>Reads and writes of the agency's store, and who leads.</summary>
    public AgencyClient Agency => Arango.Agency;

    private protected override ArangoAgency TakeOver(Topology topology, TimeProvider time) => new(topology, time);
}
