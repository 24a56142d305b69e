using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Topologies;

/// <summary>Starts topologies. Registered by <c>AddArmadillo()</c>; disposing the container ends all that it started.</summary>
public interface ITopologyStarter
{
    /// <summary>Decides everything and starts nothing: for printing and for tests of specs. Dispose the plan, or start it.</summary>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    Task<TopologyPlan> PlanAsync(TopologySpec spec, CancellationToken cancellationToken = default);

    /// <summary>Starts the topology and returns it running. Stop it by disposing it.</summary>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    Task<Topology> StartAsync(TopologySpec spec, CancellationToken cancellationToken = default);

    /// <summary>Starts the topology; the callback gets it before its first process starts, to watch its events from the beginning.</summary>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled; nothing runs, the logs are kept, the message says where.</exception>
    Task<Topology> StartAsync(TopologySpec spec, Action<Topology> onCreated, CancellationToken cancellationToken = default);
}
