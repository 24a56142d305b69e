using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Fixtures;

public sealed class TestOrderTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("armadillo-order-").FullName;
    private readonly AssemblyRun _run = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_topology_is_one_tests_at_a_time()
    {
        using var entered = _run.Enter();
        var fixture = await StartAsync(Sleeper("only"));
        var first = await BeginAsync("first", fixture);

        var second = BeginAsync("second", fixture);
        Assert.Equal("first", fixture.Topology.Events.CurrentTest);
        Assert.False(second.IsCompleted);
        Assert.Empty(await first.EndAsync(TestOutcome.Passed, null));

        Assert.Empty(await (await second).EndAsync(TestOutcome.Passed, null));
        Assert.Equal(
            ["test begins: first", "test passed: first", "test begins: second", "test passed: second"],
            fixture.Topology.Events.Events.Select(e => e.Describe()).Where(d => d.StartsWith("test ", StringComparison.Ordinal)));
        await fixture.EndAsync();
    }

    [Fact]
    public async Task Tests_that_want_two_topologies_in_opposite_orders_do_not_block_each_other()
    {
        using var entered = _run.Enter();
        var (one, other) = (await StartAsync(Sleeper("one")), await StartAsync(Sleeper("other")));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var scope = number % 2 == 0 ? await BeginAsync($"{number}", one, other) : await BeginAsync($"{number}", other, one);
            await Task.Yield();
            Assert.Empty(await scope.EndAsync(TestOutcome.Passed, null));
        })).WaitAsync(TimeSpan.FromMinutes(2));

        await one.EndAsync();
        await other.EndAsync();
    }

    [Fact]
    public async Task Links_that_a_test_left_cut_are_healed_before_its_members_are_started_and_those_of_the_fixture_stay()
    {
        using var entered = _run.Enter();
        var fixture = new ShellFixture(_root, Sleeper("one"), Sleeper("other")) { LinkFaults = true };
        await fixture.BeginAsync();
        var (one, other) = (fixture.Topology["one"], fixture.Topology["other"]);
        var standing = await fixture.Topology.Faults.DelayAsync(one, other, TimeSpan.FromMilliseconds(5));
        var test = new FakeTest("cuts");
        var scope = await _run.BeginAsync(test, typeof(object), [fixture], []);
        var faults = (IFaults)scope.Resolve(typeof(IFaults));

        var cut = await faults.PartitionAsync([one], [other]);
        await faults.KillAsync(other);
        Assert.Empty(await scope.EndAsync(TestOutcome.Failed, new InvalidOperationException("of the body")));

        Assert.True(cut.IsHealed);
        Assert.Equal([standing], fixture.Topology.Faults.Active);
        Assert.Contains("put in order after the test: partition of one from other, healed, other started", test.Output, StringComparison.Ordinal);
        var events = fixture.Topology.Events.Events.ToList();
        Assert.Equal("cuts", Assert.Single(events, e => e is LinkHealed).Test);
        Assert.True(events.FindIndex(e => e is LinkHealed) < events.FindLastIndex(e => e is InstanceLaunched));
        await fixture.EndAsync();
    }

    [Fact]
    public async Task What_a_test_left_suspended_or_stopped_runs_again_and_is_told_in_its_output()
    {
        using var entered = _run.Enter();
        var fixture = await StartAsync(Sleeper("asleep"), Sleeper("dead"), Sleeper("stopped"));
        var test = new FakeTest("disturbs");
        var scope = await _run.BeginAsync(test, typeof(object), [fixture], []);
        var faults = (IFaults)scope.Resolve(typeof(IFaults));

        await faults.SuspendAsync(fixture.Topology["asleep"]);
        await faults.KillAsync(fixture.Topology["dead"]);
        await fixture.Topology["stopped"].StopAsync();
        Assert.Equal(["suspension of asleep", "kill of dead"], faults.Active.Select(f => f.ToString()));
        var problems = await scope.EndAsync(TestOutcome.Failed, new InvalidOperationException("of the body"));

        Assert.Empty(problems);
        Assert.Empty(faults.Active);
        Assert.All(fixture.Topology.Instances, i => Assert.Equal(InstanceState.Running, i.State));
        Assert.Contains("asleep resumed, ", test.Output, StringComparison.Ordinal);
        Assert.Contains("dead started", test.Output, StringComparison.Ordinal);
        await fixture.EndAsync();
    }

    [Fact]
    public async Task A_topology_that_cannot_be_put_in_order_fails_its_test_and_is_no_other_tests()
    {
        using var entered = _run.Enter();
        var marker = Path.Combine(_root, "started");
        var fixture = await StartAsync(Shell("once", $"[ -e {marker} ] && exit 3; touch {marker}; echo up; exec sleep 1000") with
        {
            Readiness = Condition.LogLine("^up$"),
        });
        var scope = await BeginAsync("kills", fixture);
        await fixture.Topology["once"].KillAsync();

        var problem = Assert.Single(await scope.EndAsync(TestOutcome.Passed, null));
        var later = await Assert.ThrowsAsync<TopologyLostException>(() => BeginAsync("later", fixture));

        Assert.Contains("exit code 3", problem.Message, StringComparison.Ordinal);
        Assert.Contains("during kills: once", later.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', later.Message);
        await fixture.EndAsync();
    }

    [Fact]
    public async Task A_crash_is_told_once_to_the_test_that_ran_with_its_report_attached()
    {
        using var entered = _run.Enter();
        var fixture = await StartAsync(Sleeper("victim"));
        var test = new FakeTest("crashes");
        var scope = await _run.BeginAsync(test, typeof(object), [fixture], []);
        await fixture.Topology["victim"].SignalAsync(ProcessSignal.Kill);
        var seen = await Assert.ThrowsAsync<InstanceCrashedException>(() => fixture.Topology.GuardAsync(token => Task.Delay(Timeout.Infinite, token)));

        Assert.Empty(await scope.EndAsync(TestOutcome.Failed, new AggregateException(seen)));

        Assert.Equal("crashes", seen.Report.Test);
        Assert.StartsWith("victim-crash-report.txt: victim (pid ", Assert.Single(test.Attachments), StringComparison.Ordinal);
        await fixture.EndAsync();
    }

    [Fact]
    public async Task A_fresh_topology_that_cannot_be_started_fails_each_test_with_the_cause_and_the_fixture_ends_all_the_same()
    {
        using var entered = _run.Enter();
        var marker = Path.Combine(_root, "started");
        var fixture = await StartAsync(o => o.AfterCrash = AfterCrash.FreshTopology, Shell("once", $"[ -e {marker} ] && exit 3; touch {marker}; echo up; exec sleep 1000") with
        {
            Readiness = Condition.LogLine("^up$"),
        });
        var scope = await BeginAsync("crashes", fixture);
        await fixture.Topology["once"].SignalAsync(ProcessSignal.Kill);
        await Assert.ThrowsAsync<InstanceCrashedException>(() => fixture.Topology.GuardAsync(token => Task.Delay(Timeout.Infinite, token)));
        Assert.Single(await scope.EndAsync(TestOutcome.Passed, null));

        foreach (var later in new[] { "second", "third" })
        {
            var cause = await Assert.ThrowsAsync<TopologyStartException>(() => BeginAsync(later, fixture));
            Assert.Contains("exit code 3", cause.Message, StringComparison.Ordinal);
        }

        await fixture.EndAsync();
    }

    [Fact]
    public async Task An_expected_exit_ends_nothing_and_a_later_one_is_a_crash_again()
    {
        using var entered = _run.Enter();
        var fixture = await StartAsync(Sleeper("subject"));
        var scope = await BeginAsync("expects", fixture);
        var crashes = (ICrashReports)scope.Resolve(typeof(ICrashReports));
        var subject = fixture.Topology["subject"];

        using (var expected = crashes.Expect(subject))
        {
            await subject.SignalAsync(ProcessSignal.Abort);
            Assert.Equal(ProcessSignal.Abort, (await expected.WaitAsync()).Exit.Signal);
        }

        Assert.Equal(InstanceState.Stopped, subject.State);
        Assert.Throws<InstanceStateException>(() => crashes.Expect(subject));
        await subject.StartAsync();
        crashes.Expect(subject).Dispose();
        await subject.SignalAsync(ProcessSignal.Kill);
        await Assert.ThrowsAsync<InstanceCrashedException>(() => fixture.Topology.GuardAsync(token => Task.Delay(Timeout.Infinite, token)));
        Assert.IsType<InstanceCrashedException>(Assert.Single(await scope.EndAsync(TestOutcome.Passed, null)));
        Assert.Equal(2, crashes.All.Count);
        await fixture.EndAsync();
    }

    [Fact]
    public async Task A_leased_topology_is_shared_until_it_is_lost()
    {
        using var entered = _run.Enter();
        void Share(TestOptions options) => options.Sharing = TopologySharing.EqualSpecs;
        var one = await StartAsync(Share, Sleeper("shared"));
        var same = await StartAsync(Share, Sleeper("shared"));
        var different = await StartAsync(Share, Sleeper("different"));
        Assert.Same(one.Topology, same.Topology);
        Assert.NotSame(one.Topology, different.Topology);

        var scope = await BeginAsync("loses", one);
        await one.Topology["shared"].SignalAsync(ProcessSignal.Kill);
        await Assert.ThrowsAsync<InstanceCrashedException>(() => one.Topology.GuardAsync(token => Task.Delay(Timeout.Infinite, token)));
        Assert.Single(await scope.EndAsync(TestOutcome.Passed, null));
        var fresh = await StartAsync(Share, Sleeper("shared"));

        var running = fresh.Topology;
        Assert.NotSame(one.Topology, running);
        await one.EndAsync();
        await same.EndAsync();
        await fresh.EndAsync();
        await different.EndAsync();
        Assert.Equal(TopologyState.Running, running.State);
    }

    [Fact]
    public async Task The_log_slice_of_a_test_is_cut_to_its_limit_with_the_important_lines_kept()
    {
        using var entered = _run.Enter();
        const string Script = "trap 'echo FATAL at the begin; i=0; while [ $i -lt 400 ]; do echo line $i of many; i=$((i+1)); done; echo done' USR1; echo up; while :; do sleep 0.02; done";
        var fixture = await StartAsync(o => o.LogSliceLimit = 1000, Shell("talker", Script) with
        {
            Readiness = Condition.LogLine("^up$"),
            IsImportantLogLine = static line => line.StartsWith("FATAL", StringComparison.Ordinal),
        });
        var test = new FakeTest("listens");
        var scope = await _run.BeginAsync(test, typeof(object), [fixture], []);
        await fixture.Topology["talker"].SignalAsync(ProcessSignal.Parse("SIGUSR1"));
        await fixture.Topology.WaitAsync(Condition.LogLine("^done$"), fixture.Topology["talker"], TimeSpan.FromMinutes(1));

        await scope.EndAsync(TestOutcome.Failed, null);

        Assert.Contains("logged 402 lines", test.Output, StringComparison.Ordinal);
        Assert.Contains("| FATAL at the begin", test.Output, StringComparison.Ordinal);
        Assert.Contains("| line 399 of many", test.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("| line 100 of many", test.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("| up", test.Output, StringComparison.Ordinal);
        Assert.InRange(test.Output.Length, 100, 2000);
        await fixture.EndAsync();
    }

    [Fact]
    public async Task A_service_that_two_fixtures_have_is_refused_with_their_names_and_one_that_nobody_has_with_the_way_out()
    {
        using var entered = _run.Enter();
        var (one, other) = (await StartAsync(Sleeper("one")), await StartAsync(Sleeper("other")));
        var scope = await BeginAsync("asks", one, other);

        var ambiguous = Assert.Throws<TestServiceException>(() => scope.Resolve(typeof(IFaults)));
        var unknown = Assert.Throws<TestServiceException>(() => scope.Resolve(typeof(IComparer<string>)));

        Assert.Equal("Object asks for IFaults in its constructor, which each of ShellFixture and ShellFixture has. Ask for the fixture and take it from there.", ambiguous.Message);
        Assert.StartsWith("Object asks for IComparer<String> in its constructor, which ", unknown.Message, StringComparison.Ordinal);
        await scope.EndAsync(TestOutcome.Passed, null);
        await one.EndAsync();
        await other.EndAsync();
    }

    private static InstanceSpec Sleeper(string name) => Shell(name, "echo up; exec sleep 1000") with { Readiness = Condition.LogLine("^up$") };

    private Task<ShellFixture> StartAsync(params InstanceSpec[] instances) => StartAsync(static _ => { }, instances);

    private async Task<ShellFixture> StartAsync(Action<TestOptions> configure, params InstanceSpec[] instances)
    {
        var fixture = new ShellFixture(_root, instances) { Options = configure };
        await fixture.BeginAsync();
        return fixture;
    }

    private Task<TestScope> BeginAsync(string name, params object[] fixtures) => _run.BeginAsync(new FakeTest(name), typeof(object), fixtures, []);
}
