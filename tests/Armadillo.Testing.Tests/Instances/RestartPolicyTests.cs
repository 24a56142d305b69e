using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Instances;

public sealed class RestartPolicyTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly RestartPolicy Quick = new() { Limit = 2, FirstDelay = TimeSpan.FromMilliseconds(10) };
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task A_crash_within_the_policy_is_recorded_ends_no_wait_and_the_instance_comes_back()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000") with { Restart = Quick }));
        var one = topology["one"];
        var first = one.ProcessId;

        await one.SignalAsync(ProcessSignal.Kill);
        await topology.WaitAsync(
            Condition.When("runs again", (_, _) => ValueTask.FromResult((one.State == InstanceState.Running && one.ProcessId != first, one.State.ToString()))),
            Patience);

        Assert.Single(topology.Crashes);
        Assert.Null(topology.PendingCrash);
        var retried = Assert.Single(topology.Events.Events.OfType<InstanceRetried>());
        Assert.Equal(("run", 1, 2), (retried.What, retried.Number, retried.Limit));
    }

    [Fact]
    public async Task When_the_policy_is_used_up_the_next_crash_ends_the_waits()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000") with { Restart = Quick }));
        var one = topology["one"];
        var never = topology.WaitAsync(Condition.When("never", (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(5));

        for (var i = 0; i < 3; i++)
        {
            var pid = one.ProcessId;
            await one.SignalAsync(ProcessSignal.Kill);
            using var patience = new CancellationTokenSource(Patience);
            while (i < 2 && (one.State != InstanceState.Running || one.ProcessId == pid))
            {
                await Task.Delay(5, patience.Token);
            }
        }

        await Assert.ThrowsAsync<InstanceCrashedException>(() => never);
        Assert.Equal(3, topology.Crashes.Count);
        Assert.NotNull(topology.PendingCrash);
    }

    [Fact]
    public async Task A_start_that_fails_is_tried_again_with_growing_pauses()
    {
        var spec = Topology(Shell("one", "echo x >> tries; [ $(wc -l < tries) -ge 3 ] && { echo up; exec sleep 1000; }; echo not yet; exit 1") with
        {
            Readiness = Condition.LogLine("^up$"),
            StartRetries = new RestartPolicy { Limit = 5, FirstDelay = TimeSpan.FromMilliseconds(20) },
        });

        await using var topology = await _container.Starter.StartAsync(spec);

        var retries = topology.Events.Events.OfType<InstanceRetried>().ToList();
        Assert.Equal([1, 2], retries.Select(r => r.Number));
        Assert.True(retries[1].Pause > retries[0].Pause);
        Assert.Equal(2, topology.Crashes.Count);
        Assert.Null(topology.PendingCrash);
    }

    [Fact]
    public async Task A_start_that_fails_more_often_than_allowed_fails_the_topology()
    {
        var spec = Topology(
            Shell("bad", "echo no; exit 7") with { Readiness = Condition.LogLine("^up$"), StartRetries = Quick },
            Shell("good", "exec sleep 1000"));

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec));

        Assert.Equal(7, Assert.IsType<InstanceCrashedException>(failure.Problems[0]).Report.Exit.ExitCode);
        Assert.Equal(3, Directory.GetFiles(failure.Directory, "stdout.log", SearchOption.AllDirectories).Sum(f => File.ReadAllLines(f).Count(l => l == "no")));
    }

    [Fact]
    public async Task A_program_that_runs_to_completion_is_tried_again_until_it_ends_well_and_only_then_do_dependents_start()
    {
        await using var topology = await _container.Starter.StartAsync(Topology(
            Shell("prepare", "echo x >> tries; sleep 0.1; [ $(wc -l < tries) -ge 3 ]") with { RunsToCompletion = true, StartRetries = Quick },
            Shell("server", "exec sleep 1000") with { DependsOn = [Dependency.OnInstance("prepare", DependencyCondition.Completed)] }));

        Assert.Equal(InstanceState.Stopped, topology["prepare"].State);
        Assert.True(topology["prepare"].LastExit!.IsSuccess);
        Assert.Equal(2, topology.Crashes.Count);
        var launches = topology.Events.Events.OfType<InstanceLaunched>().Select(e => e.Instance);
        Assert.Equal(["prepare", "prepare", "prepare", "server"], launches);
    }
}
