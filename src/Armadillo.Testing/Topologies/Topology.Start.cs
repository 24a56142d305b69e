using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Health;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Network;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Topologies;

public sealed partial class Topology
{
    /// <summary>Starts all instances, each as soon as what it depends on allows, and waits until the whole is ready.</summary>
    /// <exception cref="TopologyStartException">It failed; everything is stopped again and the logs are kept.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartTopology(Name);
        var began = _services.Time.GetTimestamp();
        _startDeadline = Deadline.After(_plan.Spec.StartTimeout * _services.TimeoutMultiplier, _services.Time);
        MoveTo(TopologyState.Starting);
        var problems = new List<Exception>();
        try
        {
            _links?.Listen();
        }
        catch (PortException e)
        {
            problems.Add(e);
        }

        if (problems.Count == 0)
        {
            using var start = new TopologyStart(this, cancellationToken);
            await start.RunAsync(problems).ConfigureAwait(false);
        }

        if (problems.Count == 0)
        {
            MoveTo(TopologyState.Running);
            Telemetry.TopologyStarted(Name, _services.Time.GetElapsedTime(began));
            return;
        }

        Workspace.Keep(cancellationToken.IsCancellationRequested ? "the start was cancelled" : "the start failed");
        var stop = await DestroyAsync().ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            // Who gave up waiting wants to know what it was waiting for.
            var kept = stop.KeptDirectory is null ? "" : $" artifacts: {Workspace.Directory}";
            throw new OperationCanceledException($"The start of topology '{Name}' was cancelled; all that was started has been stopped again.{kept}", cancellationToken);
        }

        // One crash ends the start; others that happened in the same moment are no less a cause.
        var crashes = Crashes.Where(report => !problems.OfType<InstanceCrashedException>().Any(p => ReferenceEquals(p.Report, report)));
        throw new TopologyStartException(Name, Workspace.Directory, [.. problems, .. crashes.Select(r => new InstanceCrashedException(r)), .. stop.Problems]);
    }

    /// <summary>One start: a task for each instance and gate, each waiting for the tasks that it depends on.</summary>
    private sealed class TopologyStart : IDisposable
    {
        private readonly Topology _topology;
        private readonly CancellationTokenSource _abort;
        private readonly Dictionary<string, TaskCompletionSource> _launched = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TaskCompletionSource> _ready = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TaskCompletionSource> _healthy = new(StringComparer.Ordinal);
        private readonly Dictionary<string, TaskCompletionSource> _open = new(StringComparer.Ordinal);

        public TopologyStart(Topology topology, CancellationToken cancellationToken)
        {
            _topology = topology;
            _abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        }

        private TopologySpec Spec => _topology._plan.Spec;

        public async Task RunAsync(List<Exception> problems)
        {
            foreach (var instance in Spec.Instances)
            {
                _launched[instance.Name] = NewMilestone();
                _ready[instance.Name] = NewMilestone();
                _healthy[instance.Name] = NewMilestone();
            }

            foreach (var gate in Spec.Gates)
            {
                _open[gate.Name] = NewMilestone();
            }

            var tasks = _topology._instances.Select(StartInstanceAsync).Concat(Spec.Gates.Select(OpenAsync)).ToList();
            await CollectAsync(tasks, problems).ConfigureAwait(false);
            if (problems.Count == 0 && Spec.Readiness is { } readiness)
            {
                var purpose = $"start of topology '{_topology.Name}'";
                var whole = _topology.GuardAsync(
                    token => _topology.WaitCoreAsync(readiness, target: null, purpose, Spec.StartTimeout, token), _abort.Token);
                await CollectAsync([whole], problems).ConfigureAwait(false);
            }

            foreach (var seed in Spec.Seeds.TakeWhile(_ => problems.Count == 0))
            {
                await CollectAsync([SeedAsync(seed)], problems).ConfigureAwait(false);
            }
        }

        public void Dispose() => _abort.Dispose();

        /// <summary>Waits for all; the first failure ends the others, and only failures that are not just its echo are kept.</summary>
        private async Task CollectAsync(IReadOnlyList<Task> tasks, List<Exception> problems)
        {
            var pending = tasks.ToList();
            while (pending.Count > 0)
            {
                var done = await Task.WhenAny(pending).ConfigureAwait(false);
                pending.Remove(done);
                if (done.IsCompletedSuccessfully)
                {
                    continue;
                }

                if (done.Exception?.InnerException is { } problem && !IsKnown(problem, problems))
                {
                    problems.Add(problem);
                }
                else if (done.IsCanceled && problems.Count == 0)
                {
                    problems.Add(new OperationCanceledException("The start was cancelled."));
                }

                await _abort.CancelAsync().ConfigureAwait(false);
            }
        }

        private static bool IsKnown(Exception problem, List<Exception> problems) =>
            problem is OperationCanceledException
            || (problem is InstanceCrashedException crash && problems.OfType<InstanceCrashedException>().Any(p => ReferenceEquals(p.Report, crash.Report)));

        private async Task StartInstanceAsync(Instance instance)
        {
            await WaitForAsync(instance.Plan.Spec.DependsOn).ConfigureAwait(false);
            await instance.StartAsync(() => _launched[instance.Name].TrySetResult(), _abort.Token).ConfigureAwait(false);
            _ready[instance.Name].TrySetResult();
            if (instance.Plan.Spec.Health is { } health)
            {
                var monitor = new HealthMonitor(instance, health, _topology, () => _healthy[instance.Name].TrySetResult());
                lock (_topology._monitors)
                {
                    _topology._monitors.Add(monitor.RunAsync(_topology._lifetime.Token));
                }
            }
        }

        private async Task OpenAsync(GateSpec gate)
        {
            await WaitForAsync(gate.DependsOn).ConfigureAwait(false);
            await _topology.GuardAsync(
                token => _topology.WaitCoreAsync(gate.Condition, target: null, $"start of topology '{_topology.Name}', gate '{gate.Name}'", Spec.StartTimeout, token),
                _abort.Token).ConfigureAwait(false);
            _open[gate.Name].TrySetResult();
        }

        private async Task SeedAsync(SeedStep seed)
        {
            using var limit = _topology._startDeadline.CreateTokenSource(_abort.Token);
            try
            {
                await _topology.GuardAsync(token => seed.RunAsync(_topology._instances, token), limit.Token).ConfigureAwait(false);
                _topology.Events.Append(new Note($"seed step '{seed.Name}' done"));
            }
            catch (Exception e) when (e is not InstanceCrashedException && !_abort.IsCancellationRequested)
            {
                throw new SeedException($"The seed step '{seed.Name}' of topology '{_topology.Name}' failed: {e.Message}", e);
            }
        }

        private async Task WaitForAsync(IReadOnlyList<Dependency> dependencies)
        {
            foreach (var dependency in dependencies)
            {
                foreach (var milestone in MilestonesOf(dependency))
                {
                    await milestone.WaitAsync(_abort.Token).ConfigureAwait(false);
                }
            }
        }

        private IEnumerable<Task> MilestonesOf(Dependency dependency)
        {
            if (dependency.Target == DependencyTarget.Gate)
            {
                return [_open[dependency.Name].Task];
            }

            var names = DependencyGraph.InstancesOf(Spec, dependency).Select(i => i.Name);
            return dependency.Condition switch
            {
                DependencyCondition.Launched => names.Select(n => _launched[n].Task),
                DependencyCondition.Healthy => names.Select(n => _healthy[n].Task),

                // What runs to completion is ready when it has completed.
                _ => names.Select(n => _ready[n].Task),
            };
        }

        private static TaskCompletionSource NewMilestone() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
