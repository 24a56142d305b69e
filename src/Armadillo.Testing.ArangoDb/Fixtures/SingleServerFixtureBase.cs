using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.ArangoDb.Fixtures;

/// <summary>A running single server, in whatever test framework.</summary>
public abstract class SingleServerFixtureBase : ArangoFixtureBase<SingleServerSpec, ArangoSingleServer>
{
    /// <summary>For adapters.</summary>
    protected SingleServerFixtureBase(ITestHost host)
        : base(host)
    {
    }

    /// <summary>The server.</summary>
    public ArangoServer Server => Arango.Server;

    /// <summary>The running topology in ArangoDB's words.</summary>
    public ArangoSingleServer SingleServer => Arango;
}
