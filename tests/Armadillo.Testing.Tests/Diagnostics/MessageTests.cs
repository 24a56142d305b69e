using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Tests.Processes;

namespace Armadillo.Testing.Tests.Diagnostics;

/// <summary>The whole text of what a person reads when something went wrong.</summary>
public sealed class MessageTests : IAsyncLifetime
{
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task A_start_that_was_not_ready_in_time()
    {
        var spec = Spec(
            Shell("good", "sleep 1000"),
            Shell("late", "echo still thinking; exec sleep 1000") with
            {
                Readiness = Condition.All(Condition.LogLine("never printed"), Condition.Launched),
                StartTimeout = TimeSpan.FromSeconds(5),
            });

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec));

        AssertGolden(
            """
            Topology 'golden' could not be started; all that was started has been stopped again.
            start of late: gave up after <t> s of waiting for: a log line matches /never printed/ and the process is launched
              last look (<t> s ago):
                [ ] a log line matches /never printed/ and the process is launched
                    [ ] a log line matches /never printed/: 1 lines, none matches
                    [x] the process is launched: launched
              members:
                good  Running    -                pid <n>
                late  Starting   -                pid <n>
              last log lines of late:
                | still thinking
              hint: on a slow machine or with a sanitizer build raise the option TimeoutMultiplier; otherwise the logs below the artifacts' path tell more.
              artifacts: <dir>
            Logs: <dir>
            """,
            failure.Message,
            failure.Directory);
    }

    [Fact]
    public async Task A_member_that_ended_during_the_start()
    {
        var spec = Spec(Shell("doomed", "echo reading; echo 'ERROR bad option' >&2; exit 3") with
        {
            Readiness = Condition.LogLine("up"),
            ExplainExit = exit => exit.ExitCode == 3 ? "invalid option" : null,
        });

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec));

        var lines = GoldenText.Normalise(failure.Message, failure.Directory).Split('\n');
        Assert.Equal(
            [
                "Topology 'golden' could not be started; all that was started has been stopped again.",
                "doomed (pid <n>) crashed: exit code 3 (invalid option), <t> s after its launch",
                "  topology: golden, running the golden server",
                "  command:  /bin/sh -c 'echo reading; echo '\\''ERROR bad option'\\'' >&2; exit 3'",
                "  last log lines:",
            ],
            lines[..5]);

        // Two streams have no order between them.
        Assert.Equal(["    | ERROR bad option", "    | reading"], lines[5..7].Order(StringComparer.Ordinal));
        Assert.Equal(["  kept:     <dir>/doomed", "Logs: <dir>"], lines[7..]);
    }

    [Fact]
    public async Task A_crash_during_a_test()
    {
        await using var topology = await _container.Starter.StartAsync(Spec(Shell("victim", "echo one; echo two; exec sleep 1000") with { Readiness = Condition.LogLine("two") }));
        topology.Events.CurrentTest = "Some_test";

        await topology["victim"].SignalAsync(ProcessSignal.Kill);
        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => topology.GuardAsync(token => Task.Delay(TimeSpan.FromMinutes(5), token)));

        AssertGolden(
            """
            victim (pid <n>) crashed: killed by SIGKILL (killed from outside, or by the kernel when memory ran out), <t> s after its launch
              topology: golden, running the golden server, during Some_test
              command:  /bin/sh -c 'echo one; echo two; exec sleep 1000'
              last log lines:
                | one
                | two
              kept:     <dir>/victim
            """,
            crash.Message,
            topology.Workspace.Directory);
    }

    [Fact]
    public async Task A_wait_for_a_suspended_member()
    {
        var web = Shell("web", "") with { Program = Workbench.MisbehaverPath, Arguments = plan => ["--http", $"{plan.Self.Port}"], Ports = [PortSpec.Main], Readiness = Condition.Http("/") };
        await using var topology = await _container.Starter.StartAsync(Spec(web));
        await topology["web"].SuspendAsync();

        var failure = await Assert.ThrowsAsync<WaitTimeoutException>(() => topology.WaitAsync(Condition.Http("/health"), topology["web"], TimeSpan.FromMilliseconds(300)));

        AssertGolden(
            """
            wait for web: gave up after <t> s of waiting for: HTTP GET /health answers 200
              last look (<t> s ago):
                [ ] HTTP GET /health answers 200: no answer to the last look
              members:
                web  Suspended  127.0.0.1:<port>  pid <n>
              last log lines of web:
                | listening on <port>
              hint: web is suspended; it answers again after ResumeAsync.
              artifacts: <dir>
            """,
            failure.Message.Replace($"listening on {topology["web"].Endpoint!.Port}", "listening on <port>", StringComparison.Ordinal),
            topology.Workspace.Directory);
    }

    [Fact]
    public async Task Important_lines_that_scrolled_away_are_shown_apart()
    {
        await using var topology = await _container.Starter.StartAsync(Spec(
            Shell("noisy", "echo ERROR early; for i in $(seq 1 60); do echo line $i; done; echo done; exec sleep 1000") with
            {
                Readiness = Condition.LogLine("done"),
                IsImportantLogLine = line => line.StartsWith("ERROR", StringComparison.Ordinal),
            }));

        await topology["noisy"].SignalAsync(ProcessSignal.Kill);
        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => topology.GuardAsync(token => Task.Delay(TimeSpan.FromMinutes(5), token)));

        Assert.Equal("ERROR early", Assert.Single(crash.Report.ImportantLines).Text);
        Assert.Equal(30, crash.Report.LastLines.Count);
        var text = crash.Report.ToText(2).ReplaceLineEndings("\n");
        Assert.Contains("  important log lines:\n    | ERROR early\n  last log lines:\n    | line 60\n    | done\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_wrote_nothing_is_said_to()
    {
        await using var topology = await _container.Starter.StartAsync(Spec(Shell("mute", "exec sleep 1000")));

        await topology["mute"].SignalAsync(ProcessSignal.Terminate);
        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => topology.GuardAsync(token => Task.Delay(TimeSpan.FromMinutes(5), token)));

        Assert.Contains("crashed: killed by SIGTERM (ended from outside)", crash.Message, StringComparison.Ordinal);
        Assert.Contains("  it wrote no log line", crash.Message, StringComparison.Ordinal);
    }

    private static void AssertGolden(string expected, string message, string directory) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), GoldenText.Normalise(message, directory));

    private static TopologySpec Spec(params InstanceSpec[] instances) => new() { Name = "golden", Server = "the golden server", Instances = instances };

    private static InstanceSpec Shell(string name, string script) => new()
    {
        Name = name,
        Role = "shell",
        Program = "/bin/sh",
        Arguments = _ => ["-c", script],
        Ports = [],
        Stop = new StopSpec { SignalDeathIsClean = true, GracePeriod = TimeSpan.FromSeconds(5) },
    };
}
