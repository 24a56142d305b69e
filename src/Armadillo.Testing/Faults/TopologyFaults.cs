using System.Collections.Immutable;
using System.Globalization;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Links;

namespace Armadillo.Testing.Faults;

/// <summary>The faults of one topology.</summary>
/// <param name="name">Name of the topology.</param>
/// <param name="members">All its members.</param>
/// <param name="links">The links between them; null when they cannot be disturbed.</param>
/// <param name="events">Hears of faults of links; members tell theirs themselves.</param>
/// <param name="time">Clock of the ages.</param>
internal sealed class TopologyFaults(string name, IReadOnlyList<Instance> members, TopologyLinks? links, EventLog events, TimeProvider time) : IFaults
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private ImmutableList<Fault> _active = [];

    public IReadOnlyList<Fault> Active => _active.RemoveAll(f => f.IsOver);

    public async Task<Fault> KillAsync(Instance instance, CancellationToken cancellationToken)
    {
        Check(instance, nameof(instance));
        await instance.KillAsync(cancellationToken).ConfigureAwait(false);
        return Add("kill", instance, token => instance.State is InstanceState.Stopped or InstanceState.Crashed ? instance.StartAsync(token) : Task.CompletedTask);
    }

    public async Task<Fault> SuspendAsync(Instance instance, CancellationToken cancellationToken)
    {
        Check(instance, nameof(instance));
        await instance.SuspendAsync(cancellationToken).ConfigureAwait(false);
        return Add("suspension", instance, token => instance.State == InstanceState.Suspended ? instance.ResumeAsync(token) : Task.CompletedTask);
    }

    public Task<Fault> PartitionAsync(IEnumerable<Instance> one, IEnumerable<Instance> other, CancellationToken cancellationToken)
    {
        var (left, right) = (CheckSide(one, nameof(one)), CheckSide(other, nameof(other)));
        return left.Intersect(right).FirstOrDefault() is { } both
            ? throw new ArgumentException($"{both.Name} is on both sides of the partition.", nameof(other))
            : ApplyAsync("partition", $"partition of {Names(left)} from {Names(right)}", left, right, bothWays: true, null, cancellationToken);
    }

    public Task<Fault> IsolateAsync(Instance instance, CancellationToken cancellationToken)
    {
        Check(instance, nameof(instance));
        var others = members.Where(m => m != instance).ToList();
        return others.Count == 0
            ? throw new ArgumentException($"{instance.Name} is the only member of topology '{name}'; there is nobody to isolate it from.", nameof(instance))
            : ApplyAsync("isolation", $"isolation of {instance.Name}", [instance], others, bothWays: true, null, cancellationToken);
    }

    public Task<Fault> BlockAsync(Instance from, Instance to, CancellationToken cancellationToken)
    {
        CheckEnds(from, to);
        return ApplyAsync("block", $"block from {from.Name} to {to.Name}", [from], [to], bothWays: false, null, cancellationToken);
    }

    public Task<Fault> DelayAsync(Instance from, Instance to, TimeSpan delay, CancellationToken cancellationToken)
    {
        CheckEnds(from, to);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay);
        var description = string.Create(CultureInfo.InvariantCulture, $"delay of {delay.TotalMilliseconds:0.###} ms from {from.Name} to {to.Name}");
        return ApplyAsync("delay", description, [from], [to], bothWays: false, delay, cancellationToken);
    }

    /// <summary>Heals all faults of links but these, oldest first.</summary>
    /// <returns>What was healed.</returns>
    public async Task<IReadOnlyList<Fault>> HealLinksAsync(IReadOnlyCollection<Fault> spared, CancellationToken cancellationToken)
    {
        var healed = Active.Where(f => f.IsOfLinks && !spared.Contains(f)).ToList();
        foreach (var fault in healed)
        {
            await fault.HealAsync(cancellationToken).ConfigureAwait(false);
        }

        return healed;
    }

    private void Check(Instance instance, string parameter)
    {
        ArgumentNullException.ThrowIfNull(instance, parameter);
        if (!members.Contains(instance))
        {
            throw new ArgumentException($"{instance.Name} belongs to another topology. The members of this one are: {Names(members)}.", parameter);
        }
    }

    private List<Instance> CheckSide(IEnumerable<Instance> side, string parameter)
    {
        ArgumentNullException.ThrowIfNull(side, parameter);
        var distinct = side.Distinct().ToList();
        distinct.ForEach(instance => Check(instance, parameter));
        return distinct.Count > 0
            ? distinct
            : throw new ArgumentException($"A side of the partition is empty. The members are: {Names(members)}.", parameter);
    }

    private void CheckEnds(Instance from, Instance to)
    {
        Check(from, nameof(from));
        Check(to, nameof(to));
        if (from == to)
        {
            throw new ArgumentException($"{from.Name} is both ends of the link; a link has two.", nameof(to));
        }
    }

    private Task<Fault> ApplyAsync(
        string kind, string description, IReadOnlyList<Instance> from, IReadOnlyList<Instance> to, bool bothWays, TimeSpan? delay, CancellationToken cancellationToken)
    {
        var disturbed = links ?? throw new InvalidOperationException(
            $"The members of topology '{name}' reach each other directly. Set the property LinkFaults of its spec to true, so that their links can be disturbed.");
        if (from.Concat(to).FirstOrDefault(m => m.Plan.Spec.External is not null) is { } external)
        {
            throw new ArgumentException($"{external.Name} is external: it is reached directly, so its links cannot be disturbed.");
        }

        if (disturbed.HasEnded)
        {
            throw new InvalidOperationException($"Topology '{name}' runs no more; it has no links.");
        }

        // Looking up who holds which connection reads files of the kernel.
        return Task.Run(
            () =>
            {
                var forth = from.SelectMany(f => to.Select(t => (f.Name, t.Name)));
                var fault = new LinkFault(description, [.. forth, .. bothWays ? forth.Select(link => (link.Item2, link.Item1)) : []], delay, time);
                events.Append(new LinkFaulted(description));
                disturbed.Apply(fault);
                return Add(new Fault(kind, [.. from, .. to], description, _ => HealAsync(disturbed, fault), static () => false) { IsOfLinks = true });
            },
            cancellationToken);
    }

    private Task HealAsync(TopologyLinks disturbed, LinkFault fault) => Task.Run(() =>
    {
        if (disturbed.Heal(fault))
        {
            events.Append(new LinkHealed(fault.ToString(), fault.Age));
        }
    });

    private Fault Add(string kind, Instance instance, Func<CancellationToken, Task> heal)
    {
        ImmutableInterlocked.Update(ref _active, all => all.RemoveAll(f => !f.IsOfLinks && f.Members[0] == instance));
        return Add(new Fault(kind, [instance], $"{kind} of {instance.Name}", heal, () => instance.State == InstanceState.Running));
    }

    private Fault Add(Fault fault)
    {
        ImmutableInterlocked.Update(ref _active, all => all.RemoveAll(f => f.IsOver).Add(fault));
        return fault;
    }

    private static string Names(IEnumerable<Instance> instances) => string.Join(", ", instances.Select(i => i.Name));
}
