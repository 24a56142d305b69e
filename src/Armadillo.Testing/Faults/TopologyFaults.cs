using System.Collections.Immutable;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Faults;

internal sealed class TopologyFaults(ITopologyAccessor accessor) : IFaults
{
    private ImmutableList<Fault> _active = [];

    public IReadOnlyList<Fault> Active => _active.RemoveAll(f => f.IsHealed || f.Instance.State == InstanceState.Running);

    public async Task<Fault> KillAsync(Instance instance, CancellationToken cancellationToken)
    {
        Check(instance);
        await instance.KillAsync(cancellationToken).ConfigureAwait(false);
        return Add("kill", instance, token => instance.State is InstanceState.Stopped or InstanceState.Crashed ? instance.StartAsync(token) : Task.CompletedTask);
    }

    public async Task<Fault> SuspendAsync(Instance instance, CancellationToken cancellationToken)
    {
        Check(instance);
        await instance.SuspendAsync(cancellationToken).ConfigureAwait(false);
        return Add("suspension", instance, token => instance.State == InstanceState.Suspended ? instance.ResumeAsync(token) : Task.CompletedTask);
    }

    private void Check(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!accessor.Topology.Instances.Contains(instance))
        {
            throw new ArgumentException(
                $"{instance.Name} belongs to another topology. The members of this one are: {string.Join(", ", accessor.Topology.Instances.Select(i => i.Name))}.", nameof(instance));
        }
    }

    private Fault Add(string kind, Instance instance, Func<CancellationToken, Task> heal)
    {
        var fault = new Fault(kind, instance, heal, healed => ImmutableInterlocked.Update(ref _active, all => all.Remove(healed)));
        ImmutableInterlocked.Update(ref _active, all => all.RemoveAll(f => f.IsHealed || f.Instance == instance).Add(fault));
        return fault;
    }
}
