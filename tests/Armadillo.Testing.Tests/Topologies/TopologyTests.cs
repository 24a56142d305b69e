using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Topologies;

public sealed class TopologyTests : IAsyncLifetime
{
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task Instances_start_when_what_they_depend_on_is_ready_and_stop_in_reverse_order()
    {
        var spec = Topology(
            Shell("first", "echo first up; trap 'exit 0' TERM; while :; do sleep 0.02; done") with { Readiness = Condition.LogLine("first up") },
            // Slow to end, so that an order by chance is not taken for one by design.
            Shell("second", "echo second up; trap 'sleep 0.3; exit 0' TERM; while :; do sleep 0.02; done") with
            {
                DependsOn = [Dependency.OnInstance("first")],
                Readiness = Condition.LogLine("second up"),
            });

        var topology = await _container.Starter.StartAsync(spec);
        var pids = topology.Instances.Select(i => i.ProcessId!.Value).ToList();
        Assert.All(topology.Instances, i => Assert.Equal(InstanceState.Running, i.State));
        Assert.All(pids, pid => Assert.True(Directory.Exists($"/proc/{pid}")));

        var stop = await topology.StopAsync();

        Assert.True(stop.IsClean, string.Join('\n', stop.Instances));
        Assert.Equal(["second", "first"], stop.Instances.Select(i => i.Name));
        Assert.All(pids, pid => Assert.False(Directory.Exists($"/proc/{pid}")));
        Assert.False(Directory.Exists(topology.Workspace.Directory));
        var launches = topology.Events.Events.Where(e => e is InstanceLaunched or ConditionMet).Select(e => e.Instance).ToList();
        Assert.Equal(["first", "first", "second", "second"], launches);
    }

    [Fact]
    public async Task A_crash_ends_a_pending_wait_at_once_with_a_report()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(
            Shell("victim", "echo about to live; sleep 1000") with { Readiness = Condition.LogLine("about to live") }, Shell("other", "sleep 1000")));
        var wait = topology.WaitAsync(Condition.When("never", (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(5));

        await topology["victim"].SignalAsync(ProcessSignal.Kill);
        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => wait);

        Assert.Equal("victim", crash.Report.Instance);
        Assert.Equal(ProcessSignal.Kill, crash.Report.Exit.Signal);
        Assert.Contains("about to live", crash.Message, StringComparison.Ordinal);
        Assert.Equal(InstanceState.Crashed, topology["victim"].State);
        await Assert.ThrowsAsync<InstanceCrashedException>(() => topology.WaitAsync(Condition.Launched, TimeSpan.FromSeconds(1)));

        topology.AcceptCrashes();
        await topology["victim"].StartAsync();
        Assert.Equal(InstanceState.Running, topology["victim"].State);
        var stop = await topology.StopAsync();
        Assert.NotNull(stop.KeptDirectory);
        Assert.Contains("victim crashed", stop.KeptDirectory, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(topology.Workspace.Directory, "events.jsonl")));
    }

    [Fact]
    public async Task A_start_that_never_becomes_ready_explains_itself_and_leaves_nothing_running()
    {
        var spec = Topology(
            Shell("good", "sleep 1000"),
            Shell("late", "echo still thinking; sleep 1000") with
            {
                Readiness = Condition.All(Condition.LogLine("never printed"), Condition.Launched),
                StartTimeout = TimeSpan.FromSeconds(5),
            });
        Testing.Topologies.Topology? seen = null;

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec, t => seen = t));

        Assert.Contains("/never printed/", failure.Message, StringComparison.Ordinal);
        Assert.Contains("| still thinking", failure.Message, StringComparison.Ordinal);
        Assert.Contains(failure.Directory, failure.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(failure.Directory));
        Assert.All(seen!.Instances, i => Assert.False(i.LastIdentity is { } p && Directory.Exists($"/proc/{p.Pid}")));
        Assert.Single(failure.Problems);
    }

    [Fact]
    public async Task A_missing_program_is_named_before_anything_is_started()
    {
        var failure = await Assert.ThrowsAsync<SpecException>(() => _container.Starter.StartAsync(Topology(
            Shell("a", "sleep 1000"), Shell("b", "") with { Program = "/no/such/program" })));

        Assert.Contains("'/no/such/program' of b was not found", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(_container.Root));
    }

    [Fact]
    public async Task A_member_that_exits_during_the_start_ends_the_start_at_once()
    {
        var spec = Topology(
            Shell("doomed", "echo bad option >&2; exit 3") with { Readiness = Condition.LogLine("up"), ExplainExit = e => e.ExitCode == 3 ? "invalid option" : null },
            Shell("waiting", "sleep 1000") with { Readiness = Condition.LogLine("up") });

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec));

        var crash = Assert.IsType<InstanceCrashedException>(Assert.Single(failure.Problems));
        Assert.Equal(3, crash.Report.Exit.ExitCode);
        Assert.Contains("exit code 3 (invalid option)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("| bad option", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_can_be_suspended_resumed_killed_and_restarted_on_its_data()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "echo run >> data/runs; exec sleep 1000")));
        var one = topology["one"];
        var first = one.ProcessId!.Value;

        await one.SuspendAsync();
        Assert.Equal(InstanceState.Suspended, one.State);
        await one.ResumeAsync();
        Assert.Equal(InstanceState.Running, one.State);
        await one.KillAsync();
        Assert.Equal(InstanceState.Stopped, one.State);
        Assert.False(Directory.Exists($"/proc/{first}"));
        await Assert.ThrowsAsync<InstanceStateException>(() => one.SuspendAsync());
        await one.RestartAsync();

        Assert.NotEqual(first, one.ProcessId);
        Assert.Empty(topology.Crashes);
    }
}
