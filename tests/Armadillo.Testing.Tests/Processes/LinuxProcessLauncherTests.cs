using System.Globalization;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Tests.Processes;

/// <summary>The Linux launcher: what all launchers do, and what only it does.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class LinuxProcessLauncherTests() : ProcessLauncherTests(ProcessLauncherKind.Linux)
{
    [Fact]
    public async Task Limits_are_in_force_before_the_first_instruction()
    {
        var launch = Bench.Plan("sh", "-c", "ulimit -c; ulimit -n; ulimit -v; nice") with
        {
            Limits = new ProcessLimits { CoreBytes = 0, OpenFiles = 64, AddressSpaceBytes = 1L << 30, Nice = 5 },
        };
        var process = await Bench.Launcher.LaunchAsync(launch, Workbench.Patience);
        await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal("0\n64\n1048576\n5\n", await File.ReadAllTextAsync(Bench.OutputPath));
    }

    [Fact]
    public async Task A_limit_above_the_hard_one_is_refused_with_both_numbers()
    {
        var launch = Bench.Plan("true") with { Limits = new ProcessLimits { OpenFiles = 1L << 40 } };
        var error = await Assert.ThrowsAsync<ProcessLaunchException>(() => Bench.Launcher.LaunchAsync(launch, Workbench.Patience));
        Assert.Contains("nofile", error.Message, StringComparison.Ordinal);
        Assert.Contains((1L << 40).ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("hard limit", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(long.MaxValue, true)]
    public async Task A_core_file_is_reported_when_and_only_when_it_was_written(long coreBytes, bool dumped)
    {
        var launch = Bench.Plan("sh", "-c", "kill -SEGV $$") with { Limits = new ProcessLimits { CoreBytes = coreBytes } };
        var process = await Bench.Launcher.LaunchAsync(launch, Workbench.Patience);
        var exit = await process.Exited.WaitAsync(Workbench.Patience);
        Assert.Equal(ProcessSignal.SegmentationFault, exit.Signal);
        Assert.Equal(dumped, exit.CoreDumped);
        Assert.Equal(dumped, exit.ToString().EndsWith("core dumped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_core_limit_of_none_leaves_the_one_of_the_host()
    {
        var process = await Bench.StartAsync("sh", "-c", "cat /proc/self/limits");
        await process.Exited.WaitAsync(Workbench.Patience);
        var expected = (await File.ReadAllLinesAsync("/proc/self/limits")).Single(line => line.StartsWith("Max core", StringComparison.Ordinal));
        Assert.Contains(expected, await File.ReadAllTextAsync(Bench.OutputPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Descendants_die_with_their_root_even_when_it_has_exited_before()
    {
        var process = await Bench.StartAsync("sh", "-c", "(setsid sh -c 'echo $$; exec sleep 1000' &); exit 3");
        var daemon = await Daemon();
        Assert.Equal(3, (await process.Exited.WaitAsync(Workbench.Patience)).ExitCode);
        Assert.True(Workbench.IsRunning(daemon));
        await process.KillTreeAsync(Workbench.Patience);
        Assert.False(Workbench.IsRunning(daemon));
    }

    [Fact]
    public async Task Children_known_by_their_parent_alone_die_with_it()
    {
        var process = await Bench.StartAsync("sh", "-c", "setsid env -i /bin/sh -c 'echo $$; exec sleep 1000' & wait");
        var child = await Daemon();
        await process.KillTreeAsync(Workbench.Patience);
        Assert.False(Workbench.IsRunning(child));
    }

    [Fact]
    public async Task Suspended_at_once_it_is_the_server_that_stops_and_dies_with_its_parent()
    {
        for (var round = 0; round < 20; round++)
        {
            var process = await Bench.StartAsync("sleep", "1000");
            await process.SuspendAsync(Workbench.Patience);
            Assert.Equal("sleep\n", await File.ReadAllTextAsync($"/proc/{process.Identity.Pid}/comm"));
        }
    }

    [Fact]
    public async Task Killing_one_tree_leaves_the_others_alone()
    {
        var victim = await Bench.StartAsync("sh", "-c", "(setsid sleep 1000 &); sleep 1000");
        var neighbour = await Bench.StartAsync("sh", "-c", "(setsid sh -c 'echo $$; exec sleep 1000' &); sleep 1000");
        var daemon = await Daemon();
        await victim.KillTreeAsync(Workbench.Patience);
        Assert.True(Workbench.IsRunning(neighbour.Identity));
        Assert.True(Workbench.IsRunning(daemon));
    }

    [Fact]
    public async Task A_pid_of_a_finished_process_is_never_signalled_again()
    {
        var finished = await Bench.StartAsync("true");
        await finished.Exited.WaitAsync(Workbench.Patience);
        Assert.False(await finished.SignalAsync(ProcessSignal.Kill, Workbench.Patience));
        await finished.KillTreeAsync(Workbench.Patience);
        await finished.SuspendAsync(Workbench.Patience);
        await finished.ResumeAsync(Workbench.Patience);
    }

    private async Task<ProcessIdentity> Daemon()
    {
        var pid = int.Parse(await Workbench.WaitForTextAsync(Bench.OutputPath, "\n"), CultureInfo.InvariantCulture);
        Assert.True(ProcStat.TryRead(pid, out var stat));
        return new ProcessIdentity(pid, stat.StartTicks);
    }
}
