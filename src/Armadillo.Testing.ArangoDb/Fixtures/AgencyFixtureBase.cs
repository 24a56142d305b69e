using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Fixtures;

/// <summary>A running agency, in whatever test framework.</summary>
public abstract class AgencyFixtureBase : ArangoFixtureBase<AgencySpec, ArangoAgency>
{
    /// <summary>For adapters.</summary>
    protected AgencyFixtureBase(ITestHost host)
        : base(host)
    {
    }

    /// <summary>The agents.</summary>
    public IReadOnlyList<ArangoServer> Agents => Arango.Agents;

    /// <summary>Reads and writes of the agency's store, and who leads.</summary>
    public IAgency Agency => Arango.Agency;
}
