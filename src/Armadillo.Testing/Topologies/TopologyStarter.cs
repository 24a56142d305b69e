using System.Collections.Concurrent;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Topologies;

internal sealed class TopologyStarter(TopologyPlanner planner, TopologyServices services) : ITopologyStarter, IAsyncDisposable
{
    private readonly ConcurrentDictionary<Topology, byte> _topologies = new();

    public Task<TopologyPlan> PlanAsync(TopologySpec spec, CancellationToken cancellationToken = default) => planner.PlanAsync(spec, cancellationToken);

    public Task<Topology> StartAsync(TopologySpec spec, CancellationToken cancellationToken = default) => StartAsync(spec, static _ => { }, cancellationToken);

    public async Task<Topology> StartAsync(TopologySpec spec, Action<Topology> onCreated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(onCreated);
        var plan = await planner.PlanAsync(spec, cancellationToken).ConfigureAwait(false);
        var topology = new Topology(plan, services, t => _topologies.TryRemove(t, out _));
        _topologies[topology] = 0;
        try
        {
            onCreated(topology);
            await topology.StartAsync(cancellationToken).ConfigureAwait(false);
            return topology;
        }
        catch
        {
            await topology.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops what nobody stopped.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_topologies.Keys.Select(t => t.DisposeAsync().AsTask())).ConfigureAwait(false);
}
