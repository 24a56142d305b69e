using System.Collections.Immutable;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Topologies;

public sealed partial class Topology : ICrashReports
{
    private ImmutableList<ExpectedCrash> _expectations = [];
    private ImmutableList<CrashReport> _reports = [];

    /// <summary>The crashes as data, and the way to expect one.</summary>
    public ICrashReports CrashReports => this;

    IReadOnlyList<CrashReport> ICrashReports.All => _reports;

    IReadOnlyList<CrashReport> ICrashReports.OfThisTest => Events.CurrentTest is { } test ? [.. _reports.Where(r => r.Test == test)] : _reports;

    ExpectedCrash ICrashReports.Expect(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!_instances.Contains(instance))
        {
            throw new ArgumentException($"{instance.Name} belongs to another topology.", nameof(instance));
        }

        if (!InstanceStates.HasProcess(instance.State))
        {
            throw new InstanceStateException($"{instance.Name} is {instance.State}; only a running process can crash.");
        }

        var expectation = new ExpectedCrash(this, instance);
        ImmutableInterlocked.Update(ref _expectations, all => all.Add(expectation));
        Events.Append(new Note("a crash is expected") { Instance = instance.Name });
        return expectation;
    }

    void ICrashReports.Accept() => AcceptCrashes();

    Action<ProcessExit, TimeSpan>? IInstanceHost.TakeExpectation(Instance instance)
    {
        if (_expectations.FirstOrDefault(e => e.Instance == instance) is not { } expectation)
        {
            return null;
        }

        Forget(expectation);
        return (exit, uptime) =>
        {
            var report = CrashAnalysis.Analyse(Name, Server, instance, exit, uptime, Events.CurrentTest);
            ImmutableInterlocked.Update(ref _reports, all => all.Add(report));
            Events.Append(new Note($"expected: {report.Summary}") { Instance = instance.Name });
            expectation.Fulfil(report);
        };
    }

    internal void Forget(ExpectedCrash expectation) => ImmutableInterlocked.Update(ref _expectations, all => all.Remove(expectation));
}
