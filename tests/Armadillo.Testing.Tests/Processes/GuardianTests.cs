using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class GuardianTests : IAsyncLifetime
{
    private readonly Workbench _bench = new(ProcessLauncherKind.Linux);

    private LinuxProcessLauncher Launcher => (LinuxProcessLauncher)_bench.Launcher;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _bench.CloseAsync();

    [Fact]
    public async Task A_killed_guardian_takes_its_processes_along_and_the_launcher_says_so()
    {
        var plain = await _bench.StartAsync("sleep", "1000");
        var suspended = await _bench.StartAsync("sleep", "1000");
        var daemon = await _bench.StartAsync("sh", "-c", "(setsid sh -c 'echo $$; exec sleep 1000' &); sleep 1000");
        var daemonPid = int.Parse(await Workbench.WaitForTextAsync(_bench.OutputPath, "\n"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ProcStat.TryRead(daemonPid, out var daemonStat));
        await suspended.SuspendAsync(Workbench.Patience);

        Assert.Equal(0, LibC.Kill((await Launcher.GetGuardianAsync()).Pid, LibC.SigKill));
        var exits = await Task.WhenAll(plain.Exited, suspended.Exited, daemon.Exited).WaitAsync(Workbench.Patience);

        Assert.All(exits, exit => Assert.Equal(ProcessSignal.Kill, exit.Signal));
        Assert.False(Workbench.IsRunning(plain.Identity));
        Assert.False(Workbench.IsRunning(suspended.Identity));
        Assert.False(Workbench.IsRunning(daemon.Identity));
        Assert.False(ProcStat.IsRunning(daemonPid, daemonStat.StartTicks));
        var error = await Assert.ThrowsAsync<ProcessLaunchException>(() => _bench.StartAsync("true"));
        Assert.Contains("ended unexpectedly", error.Message, StringComparison.Ordinal);
        Assert.Contains("new launcher", error.Message, StringComparison.Ordinal);
        Assert.False(await plain.SignalAsync(ProcessSignal.Terminate, Workbench.Patience));
        await plain.KillTreeAsync(Workbench.Patience);
    }

    [Fact]
    public async Task The_guardian_is_gone_after_disposal_and_every_exit_is_known()
    {
        var pid = (await Launcher.GetGuardianAsync()).Pid;
        Assert.True(ProcStat.TryRead(pid, out var guardian));
        var processes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _bench.StartAsync("sleep", "1000")));
        await processes[0].SuspendAsync(Workbench.Patience);

        await Launcher.DisposeAsync();

        Assert.False(ProcStat.IsRunning(pid, guardian.StartTicks));
        Assert.All(processes, process => Assert.True(process.Exited.IsCompletedSuccessfully));
        Assert.All(processes, process => Assert.False(Workbench.IsRunning(process.Identity)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _bench.StartAsync("true"));
        await Launcher.DisposeAsync();
    }

    [Fact]
    public async Task The_guardian_ignores_orderly_signals()
    {
        var process = await _bench.StartAsync("sleep", "1000");
        var pid = (await Launcher.GetGuardianAsync()).Pid;
        foreach (var signal in new[] { LibC.SigInt, LibC.SigTerm, LibC.SigHup, LibC.SigQuit })
        {
            Assert.Equal(0, LibC.Kill(pid, signal));
        }

        var other = await _bench.StartAsync("true");
        await other.Exited.WaitAsync(Workbench.Patience);
        Assert.True(Workbench.IsRunning(process.Identity));
    }

    [Fact]
    public async Task Three_hundred_launches_leak_no_descriptor_and_no_zombie()
    {
        var first = await _bench.StartAsync("true");
        await first.Exited.WaitAsync(Workbench.Patience);
        var pid = (await Launcher.GetGuardianAsync()).Pid;
        var before = CountDescriptors(pid);
        for (var round = 0; round < 30; round++)
        {
            var processes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _bench.StartAsync("true")));
            await Task.WhenAll(processes.Select(process => process.Exited)).WaitAsync(Workbench.Patience);
        }

        Assert.Equal(before, CountDescriptors(pid));
        Assert.Empty(ProcessSnapshot.Take().Descendants(pid));
    }

    [Fact]
    public async Task Adopted_orphans_are_reaped()
    {
        var process = await _bench.StartAsync("sh", "-c", "for i in 1 2 3 4 5; do (setsid sleep 0.05 &); done");
        await process.Exited.WaitAsync(Workbench.Patience);
        var pid = (await Launcher.GetGuardianAsync()).Pid;
        await Workbench.WaitUntilAsync(() => ProcessSnapshot.Take().Descendants(pid).Count == 0, "orphans stay");
    }

    [Fact]
    public async Task Launchers_do_not_leak_descriptors_of_the_host()
    {
        await Cycle();
        var before = PipesOfThisProcess();
        for (var round = 0; round < 5; round++)
        {
            await Cycle();
        }

        // Other tests run at the same time and hold a few pipes for a while; a leak would show three per launcher.
        await Workbench.WaitUntilAsync(() => PipesOfThisProcess() < before + 12, "pipes leak");

        static async Task Cycle()
        {
            await using var launcher = ProcessLauncher.Create(ProcessLauncherKind.Linux);
            _ = await ((LinuxProcessLauncher)launcher).GetGuardianAsync();
        }
    }

    private static int CountDescriptors(int pid) => Directory.GetFileSystemEntries($"/proc/{pid}/fd").Length;

    private static int PipesOfThisProcess() => CountDescriptors(Environment.ProcessId);
}
