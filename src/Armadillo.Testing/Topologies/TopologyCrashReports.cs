using System.Collections.Immutable;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Topologies;

/// <summary>The reports of one topology and the exits that are expected. Not the topology itself, which a container would dispose.</summary>
internal sealed class TopologyCrashReports(Topology topology) : ICrashReports
{
    private ImmutableList<ExpectedCrash> _expectations = [];
    private ImmutableList<CrashReport> _reports = [];

    public IReadOnlyList<CrashReport> All => _reports;

    public IReadOnlyList<CrashReport> OfThisTest => topology.Events.CurrentTest is { } test ? [.. _reports.Where(r => r.Test == test)] : _reports;

    public ExpectedCrash Expect(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!topology.Instances.Contains(instance))
        {
            throw new ArgumentException($"{instance.Name} belongs to another topology.", nameof(instance));
        }

        if (!InstanceStates.HasProcess(instance.State))
        {
            throw new InstanceStateException($"{instance.Name} is {instance.State}; only a running process can crash.");
        }

        var expectation = new ExpectedCrash(topology, this, instance);
        ImmutableInterlocked.Update(ref _expectations, all => all.Add(expectation));
        topology.Events.Append(new Note("a crash is expected") { Instance = instance.Name });
        return expectation;
    }

    public void Accept() => topology.AcceptCrashes();

    /// <summary>Whether somebody expects the process of this instance to end: then what tells them how it did.</summary>
    public Action<ProcessExit, TimeSpan>? Take(Instance instance)
    {
        if (_expectations.FirstOrDefault(e => e.Instance == instance) is not { } expectation)
        {
            return null;
        }

        Forget(expectation);
        return (exit, uptime) =>
        {
            var report = topology.Analyse(instance, exit, uptime);
            topology.Events.Append(new Note($"expected: {report.Summary}") { Instance = instance.Name });
            Add(report);
            expectation.Fulfil(report);
        };
    }

    public void Add(CrashReport report) => ImmutableInterlocked.Update(ref _reports, all => all.Add(report));

    public void Forget(ExpectedCrash expectation) => ImmutableInterlocked.Update(ref _expectations, all => all.Remove(expectation));
}
