using System.Diagnostics;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>A start that fails half way takes everything back but the logs.</summary>
public sealed class FailedStartTests : IDisposable
{
    private const int Size = 5;
    private readonly string _root = Directory.CreateTempSubdirectory("endurance-").FullName;
    private Topology? _topology;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Size)];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task When_a_member_of_five_exits_the_others_are_gone_their_ports_free_and_the_logs_there(int k)
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();

        var failure = await FailAsync(starter, Chain(k, Shells.Script($"member-{k}", "echo cannot go on >&2; exit 7") with { Readiness = Condition.LogLine("^up$") }));

        var crash = Assert.IsType<InstanceCrashedException>(Assert.Single(failure.Problems));
        Assert.Equal(($"member-{k}", 7), (crash.Report.Instance, crash.Report.Exit.ExitCode));
        Assert.Contains("| cannot go on", failure.Message, StringComparison.Ordinal);
        await AssertTakenBackAsync(starter, failure, launched: k + 1);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task When_a_member_of_five_is_never_ready_the_others_are_gone_their_ports_free_and_the_logs_there(int k)
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();
        var late = Shells.Script($"member-{k}", "echo thinking; sleep 1000 & wait") with
        {
            Readiness = Condition.All(Condition.LogLine("thinking"), Condition.LogLine("^up$")),
            StartTimeout = TimeSpan.FromSeconds(3),
        };

        var failure = await FailAsync(starter, Chain(k, late));

        var timeout = Assert.IsType<WaitTimeoutException>(Assert.Single(failure.Problems));
        Assert.Contains($"member-{k}", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("| thinking", failure.Message, StringComparison.Ordinal);
        await AssertTakenBackAsync(starter, failure, launched: k + 1);
    }

    [Fact]
    public async Task Members_that_fail_at_the_same_moment_are_all_named_in_one_exception()
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();

        // The first exit is held back until the other has happened too.
        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => starter.StartAsync(
            Shells.Topology("pair", Shells.Script("left", "exit 3"), Shells.Script("right", "exit 4"), Shells.Sleeper("bystander")) with
            {
                Readiness = Condition.When("never", static (_, _) => ValueTask.FromResult((false, "no"))),
            },
            topology =>
            {
                _topology = topology;
                topology.Events.Subscribe(OnEvent);
            }));

        Assert.Equal(["left", "right"], _topology!.Crashes.Select(report => report.Instance).Order());
        Assert.Contains("left", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 4", failure.Message, StringComparison.Ordinal);
        await AssertTakenBackAsync(starter, failure, launched: 3);
    }

    private void OnEvent(LifecycleEvent lifecycleEvent)
    {
        if (lifecycleEvent is InstanceExited && _topology!.Crashes.Count == 0)
        {
            var patience = Stopwatch.StartNew();
            while (_topology.Instances.Take(2).Any(instance => instance.LastExit is null) && patience.Elapsed.TotalSeconds < 30)
            {
                Thread.Sleep(1);
            }

            // The other's exit is known; let it come up to the event log, where it waits for this one.
            Thread.Sleep(100);
        }
    }

    /// <summary>Each member waits for the one before; the k-th is another.</summary>
    private static TopologySpec Chain(int k, InstanceSpec failing) => Shells.Topology("chain", [.. Enumerable.Range(0, Size).Select(number =>
        (number == k ? failing : Shells.Sleeper($"member-{number}")) with { DependsOn = number == 0 ? [] : [Dependency.OnInstance($"member-{number - 1}")] })]);

    private async Task<TopologyStartException> FailAsync(ITopologyStarter starter, TopologySpec spec) =>
        await Assert.ThrowsAsync<TopologyStartException>(() => starter.StartAsync(spec, topology => _topology = topology));

    private async Task AssertTakenBackAsync(ITopologyStarter starter, TopologyStartException failure, int launched)
    {
        var identities = _topology!.Instances.Select(instance => instance.LastIdentity).OfType<Processes.ProcessIdentity>().ToList();
        Assert.Equal(launched, identities.Count);
        Assert.All(identities, identity => Assert.False(LiveProcess.Runs(identity.Pid, identity.StartTicks)));
        var guardian = Assert.Single(LiveProcess.GuardiansOf(Environment.ProcessId));
        Assert.Empty(LiveProcess.Below(guardian.Pid));

        Assert.All(_topology.Instances.Take(launched), instance => Assert.True(File.Exists(instance.Log.StandardOutputPath)));
        Assert.Contains(failure.Directory, failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(failure.Directory, "events.jsonl")));

        // Exactly these ports can be leased again.
        using var plan = await starter.PlanAsync(Shells.Topology("heir", Shells.Script("heir", "") with
        {
            Ports = [.. _topology.Instances.Select(instance => new PortSpec(instance.Name, instance.Endpoint!.Port))],
        }));
        Assert.Equal(_topology.Instances.Count, plan.Instances[0].Member.Ports.Count);
    }
}
