using System.Runtime.CompilerServices;
using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Topologies;

/// <summary>The topology of a container in the kit's words: one view for each topology, so that all who ask see the same.</summary>
internal sealed class ArangoTopologies(ITopologyAccessor accessor, TimeProvider time)
{
    private readonly ConditionalWeakTable<Topology, ArangoTopology> _views = [];

    /// <exception cref="InvalidOperationException">No fixture runs a topology in this container.</exception>
    public ArangoTopology Current => _views.GetValue(accessor.Topology, Create);

    /// <exception cref="InvalidOperationException">No fixture runs a topology in this container, or it has another shape.</exception>
    public T CurrentAs<T>()
        where T : ArangoTopology => Current as T
            ?? throw new InvalidOperationException($"Topology '{accessor.Topology.Name}' is no {typeof(T).Name}, it is an {Current.GetType().Name}.");

    /// <exception cref="InvalidOperationException">No fixture runs a topology in this container, or it has no agents.</exception>
    public IAgency Agency => Current switch
    {
        ArangoCluster cluster => cluster.Agency,
        ArangoAgency agency => agency.Agency,
        _ => throw new InvalidOperationException($"Topology '{accessor.Topology.Name}' is a single server and has no agency."),
    };

    private ArangoTopology Create(Topology topology)
    {
        var roles = topology.Instances.Select(i => ArangoRoles.Parse(i.Role)).ToHashSet();
        return roles.Contains(ArangoRole.Coordinator) || roles.Contains(ArangoRole.DbServer) ? new ArangoCluster(topology, time)
            : roles.Contains(ArangoRole.Agent) ? new ArangoAgency(topology, time)
            : new ArangoSingleServer(topology, time);
    }
}
