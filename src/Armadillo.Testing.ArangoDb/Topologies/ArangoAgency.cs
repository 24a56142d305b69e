using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>A running agency by itself.</summary>
public sealed class ArangoAgency : ArangoTopology
{
    /// <summary>Takes over a topology that was started from an <see cref="AgencySpec"/>.</summary>
    public ArangoAgency(Topology topology, TimeProvider time)
        : base(topology, time)
    {
        Agents = WithRole(ArangoRole.Agent);
        Agency = new AgencyClient(Topology, Agents, time);
    }

    /// <summary>The agents.</summary>
    public IReadOnlyList<ArangoServer> Agents { get; }

    /// <summary>Reads and writes of the agency's store, and who leads.</summary>
    public IAgency Agency { get; }
}
