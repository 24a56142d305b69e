using System.Globalization;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

/// <content>Signals, suspension, trees and the end.</content>
public abstract partial class ProcessLauncherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(15)]
    public async Task A_signal_arrives_and_ends_the_process_by_default(int number)
    {
        if (number == 13 && !StartsClean)
        {
            return; // SIGPIPE is ignored there.
        }

        var process = await _bench.StartAsync("sleep", "1000");
        Assert.True(await process.SignalAsync(new ProcessSignal(number), Workbench.Patience));
        Assert.Equal(new ProcessSignal(number), (await process.Exited.WaitAsync(Workbench.Patience)).Signal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task A_signal_that_does_not_exist_is_refused(int number)
    {
        var process = await _bench.StartAsync("sleep", "1000");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => process.SignalAsync(new ProcessSignal(number), Workbench.Patience).AsTask());
    }

    [Fact]
    public async Task A_signal_to_an_exited_process_says_so()
    {
        var process = await _bench.StartAsync("true");
        await process.Exited.WaitAsync(Workbench.Patience);
        Assert.False(await process.SignalAsync(ProcessSignal.Terminate, Workbench.Patience));
    }

    [Fact]
    public async Task A_process_may_ignore_SIGTERM_but_not_the_end_of_its_tree()
    {
        var process = await _bench.MisbehaveAsync("--ignore", "SIGTERM", "--print", "deaf", "--wait");
        await Workbench.WaitForTextAsync(_bench.OutputPath, "deaf");
        Assert.True(await process.SignalAsync(ProcessSignal.Terminate, Workbench.Patience));
        await Task.Delay(50);
        Assert.True(Workbench.IsRunning(process.Identity));
        await process.KillTreeAsync(Workbench.Patience);
        Assert.Equal(ProcessSignal.Kill, (await process.Exited).Signal);
        Assert.False(Workbench.IsRunning(process.Identity));
    }

    [Fact]
    public async Task A_suspended_process_is_stopped_in_all_threads_until_it_is_resumed()
    {
        var process = await _bench.MisbehaveAsync("--print", "up", "--wait");
        await Workbench.WaitForTextAsync(_bench.OutputPath, "up");
        for (var round = 0; round < 5; round++)
        {
            await process.SuspendAsync(Workbench.Patience);
            Assert.All(ThreadsOf(process), state => Assert.Equal('T', state));
            await process.ResumeAsync(Workbench.Patience);
            Assert.All(ThreadsOf(process), state => Assert.NotEqual('T', state));
        }

        Assert.False(process.Exited.IsCompleted);
    }

    [Fact]
    public async Task SIGTERM_waits_for_the_resumption_and_SIGKILL_does_not()
    {
        var patient = await _bench.StartAsync("sleep", "1000");
        await patient.SuspendAsync(Workbench.Patience);
        Assert.True(await patient.SignalAsync(ProcessSignal.Terminate, Workbench.Patience));
        await Task.Delay(50);
        Assert.False(patient.Exited.IsCompleted);
        await patient.ResumeAsync(Workbench.Patience);
        Assert.Equal(ProcessSignal.Terminate, (await patient.Exited.WaitAsync(Workbench.Patience)).Signal);

        var killed = await _bench.StartAsync("sleep", "1000");
        await killed.SuspendAsync(Workbench.Patience);
        Assert.True(await killed.SignalAsync(ProcessSignal.Kill, Workbench.Patience));
        Assert.Equal(ProcessSignal.Kill, (await killed.Exited.WaitAsync(Workbench.Patience)).Signal);
    }

    [Fact]
    public async Task Killing_the_tree_reaches_children_and_suspended_ones()
    {
        var process = await _bench.StartAsync("sh", "-c", "sleep 1000 & echo $!; wait");
        var child = await ReadIdentity("\n");
        await process.SuspendAsync(Workbench.Patience);
        await process.KillTreeAsync(Workbench.Patience);
        Assert.True(process.Exited.IsCompleted);
        await Workbench.WaitUntilAsync(() => !Workbench.IsRunning(child), "the child survives");
    }

    [Fact]
    public async Task Killing_the_tree_reaches_daemons_where_the_platform_allows()
    {
        var process = await _bench.MisbehaveAsync("--fork-session", "--wait");
        var daemon = await ReadIdentity("forked");
        Assert.True(Workbench.IsRunning(daemon));
        await process.KillTreeAsync(Workbench.Patience);
        Assert.Equal(!FindsDaemons, Workbench.IsRunning(daemon));
        _ = ProcessHandle.Signal(daemon.Pid, daemon.StartTicks, LibC.SigKill);
    }

    [Fact]
    public async Task Disposal_kills_whatever_still_runs()
    {
        var plain = await _bench.StartAsync("sleep", "1000");
        var suspended = await _bench.StartAsync("sleep", "1000");
        var deaf = await _bench.StartAsync("sh", "-c", "trap '' TERM INT HUP; echo up; while :; do sleep 1000; done");
        await Workbench.WaitForTextAsync(_bench.OutputPath, "up");
        await suspended.SuspendAsync(Workbench.Patience);
        await _bench.Launcher.DisposeAsync();
        Assert.All(new[] { plain, suspended, deaf }, process =>
        {
            Assert.True(process.Exited.IsCompletedSuccessfully);
            Assert.False(Workbench.IsRunning(process.Identity));
        });
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _bench.StartAsync("true"));
    }

    [Fact]
    public async Task Launches_at_the_same_time_do_not_mix()
    {
        var launches = Enumerable.Range(0, 40).Select(async code =>
        {
            var process = await _bench.StartAsync("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"exit {code}"));
            return (code, exit: await process.Exited.WaitAsync(Workbench.Patience));
        });
        Assert.All(await Task.WhenAll(launches), result => Assert.Equal(result.code, result.exit.ExitCode));
    }

    private static List<char> ThreadsOf(IServerProcess process) =>
        [.. Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Identity.Pid}/task"))
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
            .Select(thread => ProcStat.TryRead(thread, out var stat) ? stat.State : '?')];

    /// <summary>The process whose pid is the last word of the output.</summary>
    private async Task<ProcessIdentity> ReadIdentity(string after)
    {
        var text = await Workbench.WaitForTextAsync(_bench.OutputPath, after);
        var pid = int.Parse(text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
        Assert.True(ProcStat.TryRead(pid, out var stat));
        return new ProcessIdentity(pid, stat.StartTicks);
    }
}
