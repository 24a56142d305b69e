using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Fixtures;

/// <summary>The topology of the fixture that a container belongs to. Kits build their own services on it.</summary>
public interface ITopologyAccessor
{
    /// <summary>The topology that runs now.</summary>
    /// <exception cref="InvalidOperationException">The container belongs to no fixture, or its fixture was not started.</exception>
    Topology Topology { get; }
}

internal sealed class TopologyAccessor : ITopologyAccessor
{
    private volatile Topology? _topology;

    public Topology Topology => _topology ?? throw new InvalidOperationException(
        "No fixture runs a topology in this container. Ask the topology that ITopologyStarter gave you instead.");

    public void Set(Topology? topology) => _topology = topology;
}
