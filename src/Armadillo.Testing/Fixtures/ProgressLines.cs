using System.Globalization;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Fixtures;

/// <summary>One line for each change of a state, each condition met and each important log line; never one for a look that showed nothing new.</summary>
internal sealed class ProgressLines(ITestHost host) : IDisposable
{
    private readonly List<IDisposable> _subscriptions = [];

    public void Watch(Topology topology)
    {
        host.WriteProgress($"[{topology.Name}] starting {topology.Server} in {topology.Workspace.Directory}");
        _subscriptions.Add(topology.Events.Subscribe(happened => Show(topology, happened)));
        foreach (var instance in topology.Instances)
        {
            _subscriptions.Add(instance.Log.Subscribe(line =>
            {
                if (instance.Plan.Spec.IsImportantLogLine(line.Text))
                {
                    host.WriteProgress($"[{topology.Name}] {instance.Name} | {line.Text}");
                }
            }));
        }
    }

    public void Dispose() => _subscriptions.ForEach(s => s.Dispose());

    private void Show(Topology topology, LifecycleEvent happened)
    {
        if (happened is not (TopologyStateChanged or InstanceStateChanged or InstanceCrashed or ConditionMet { Instance: null } or FaultApplied or InstanceRetried or HealthChanged or Note))
        {
            return;
        }

        var address = happened is InstanceStateChanged { To: nameof(InstanceState.Running) } ? $" at {topology[happened.Instance!].Endpoint?.Authority}" : "";
        host.WriteProgress(string.Create(
            CultureInfo.InvariantCulture,
            $"[{topology.Name}] {happened.Elapsed.TotalSeconds,7:0.000} s  {happened.Instance ?? "",-14} {happened.Describe()}{address}"));
    }
}
