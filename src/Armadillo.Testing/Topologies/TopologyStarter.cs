using System.Collections.Concurrent;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Network;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Specs;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Topologies;

internal sealed partial class TopologyStarter(TopologyPlanner planner, TopologyServices services) : ITopologyStarter, IAsyncDisposable
{
    private const int PlansAtMost = 3;
    private readonly ConcurrentDictionary<Topology, byte> _topologies = new();
    private readonly ILogger _logger = services.LoggerFactory.CreateLogger("Armadillo.Testing.TopologyStarter");

    public Task<TopologyPlan> PlanAsync(TopologySpec spec, CancellationToken cancellationToken = default) => planner.PlanAsync(spec, cancellationToken);

    public Task<Topology> StartAsync(TopologySpec spec, CancellationToken cancellationToken = default) => StartAsync(spec, static _ => { }, cancellationToken);

    public async Task<Topology> StartAsync(TopologySpec spec, Action<Topology> onCreated, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(onCreated);
        for (var attempt = 1; ; attempt++)
        {
            var plan = await planner.PlanAsync(spec, cancellationToken).ConfigureAwait(false);
            var topology = new Topology(plan, services, t => _topologies.TryRemove(t, out _));
            _topologies[topology] = 0;
            try
            {
                onCreated(topology);
                await topology.StartAsync(cancellationToken).ConfigureAwait(false);
                return topology;
            }
            catch (TopologyStartException e) when (attempt < PlansAtMost && FindTakenPort(topology, e) is { } taken)
            {
                // Somebody without a lease was faster. Every other member knows that port, so the whole gets a fresh plan.
                LogTakenPort(spec.Name, taken, attempt + 1, PlansAtMost);
                await topology.DisposeAsync().ConfigureAwait(false);
                topology.Workspace.Discard();
            }
            catch
            {
                await topology.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>How somebody without a lease got a port first, unless the port was asked for by number.</summary>
    private static string? FindTakenPort(Topology topology, TopologyStartException failure) =>
        failure.Problems.OfType<PortException>().FirstOrDefault() is { } peerPort ? peerPort.Message : failure.Problems
            .OfType<InstanceCrashedException>()
            .Where(crash => crash.Report.IsPortConflict)
            .Select(crash => topology[crash.Report.Instance])
            .Where(instance => instance.Plan.Spec.Ports.Any(p => p.Fixed is null))
            .Select(instance => $"{instance.Name} found its port {instance.Endpoint} taken by another process")
            .FirstOrDefault();

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Topology}: {Problem}; starting on a fresh plan ({Attempt} of {Limit})")]
    private partial void LogTakenPort(string topology, string problem, int attempt, int limit);

    /// <summary>Stops what nobody stopped.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_topologies.Keys.Select(t => t.DisposeAsync().AsTask())).ConfigureAwait(false);
}
