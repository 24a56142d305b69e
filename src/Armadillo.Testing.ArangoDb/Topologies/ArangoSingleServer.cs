using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>A running single server.</summary>
public sealed class ArangoSingleServer : ArangoTopology
{
    /// <summary>Takes over a topology that was started from a <see cref="Specs.SingleServerSpec"/>.</summary>
    public ArangoSingleServer(Topology topology, TimeProvider time)
        : base(topology, time)
    {
    }

    /// <summary>The server.</summary>
    public ArangoServer Server => Servers[0];
}
