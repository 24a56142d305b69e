using System.Diagnostics;
using System.Globalization;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;
using Xunit.Abstractions;

namespace Armadillo.Testing.Tests.Processes;

/// <summary>
/// Nothing outlives the test host. The variable HOST_DEATH_ROUNDS repeats each case (scripts/host-death.sh), and
/// HOST_DEATH_LOG names a file that gets one line per death; then it must be done within a second.
/// </summary>
public sealed class HostDeathTests(ITestOutputHelper output) : IDisposable
{
    // A busy machine may need longer than the second that the script allows.
    private static readonly long _allowedMilliseconds = Log is null ? 30_000 : 1000;
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("HOST_DEATH_ROUNDS") ?? "1", CultureInfo.InvariantCulture);
    private readonly string _directory = Directory.CreateTempSubdirectory("armadillo-doom-").FullName;

    private static string? Log => Environment.GetEnvironmentVariable("HOST_DEATH_LOG") is { Length: > 0 } path ? path : null;

    public static TheoryData<string> Deaths =>
        ["SIGKILL", "SIGKILL to the tree", "SIGTERM", "SIGINT", "SIGKILL to the group", "SIGINT to the group", "failfast", "exit", "return", "throw"];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task Nothing_outlives_the_host(string death)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await Die(death, Directory.CreateDirectory(Path.Combine(_directory, $"{round}")).FullName);
        }
    }

    [Fact]
    public async Task Members_die_even_when_host_and_guardian_are_killed_together()
    {
        using var host = Start(_directory);
        var (all, members) = await ReadProcesses(host);
        Assert.Equal(8, members.Count);
        try
        {
            // Stopped, so that neither of the two can notice the death of the other before its own.
            Assert.Equal(0, LibC.Kill(all[0].Pid, 19));
            Assert.Equal(0, LibC.Kill(host.Id, 9));
            var elapsed = await Task.Factory.StartNew(() => Measure(host, () => LibC.Kill(all[0].Pid, 9), members), TaskCreationOptions.LongRunning);
            Report(string.Create(CultureInfo.InvariantCulture, $"host and guardian: {members.Count(Workbench.IsRunning)} of {members.Count} alive after {elapsed:F0} ms"));
            Assert.DoesNotContain(members, Workbench.IsRunning);
        }
        finally
        {
            // What the members started has lost its way home; that is the one case left.
            all.ForEach(process => ProcessHandle.Signal(process.Pid, process.StartTicks, LibC.SigKill));
        }
    }

    private static void Kill(Process host, string death)
    {
        // setsid made the host leader of a group of its own, so that the group can be hit without the test run.
        _ = death switch
        {
            "SIGKILL" => LibC.Kill(host.Id, 9),
            "SIGKILL to the tree" => KillTree(host),
            "SIGTERM" => LibC.Kill(host.Id, 15),
            "SIGINT" => LibC.Kill(host.Id, 2),
            "SIGKILL to the group" => LibC.Kill(-host.Id, 9),
            "SIGINT to the group" => LibC.Kill(-host.Id, 2),
            _ => Tell(host, death),
        };
    }

    /// <summary>What the hang detection of the test platform does.</summary>
    private static int KillTree(Process host)
    {
        host.Kill(entireProcessTree: true);
        return 0;
    }

    private static int Tell(Process host, string death)
    {
        host.StandardInput.WriteLine(death);
        host.StandardInput.Flush();
        return 0;
    }

    private static Process Start(string directory)
    {
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "doomed-host"));
        start.ArgumentList.Add(Workbench.MisbehaverPath);
        start.ArgumentList.Add(directory);
        return Process.Start(start)!;
    }

    private async Task Die(string death, string directory)
    {
        using var host = Start(directory);
        try
        {
            await Die(death, host, (await ReadProcesses(host)).All);
        }
        finally
        {
            host.Kill();
        }
    }

    /// <summary>The guardian first, then its members, then the rest.</summary>
    private static async Task<(List<ProcessIdentity> All, List<ProcessIdentity> Members)> ReadProcesses(Process host)
    {
        var all = new List<ProcessIdentity>();
        var members = new List<ProcessIdentity>();
        while (await host.StandardOutput.ReadLineAsync(Workbench.Patience) is { } line && line != "ready")
        {
            var parts = line.Split(' ');
            all.Add(new ProcessIdentity(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)));
            if (parts.Length == 3)
            {
                members.Add(all[^1]);
            }
        }

        return (all, members);
    }

    private async Task Die(string death, Process host, List<ProcessIdentity> processes)
    {
        // The guardian, eight members, a child, two daemons; two more children perhaps, and shells on their way out.
        Assert.InRange(processes.Count(Workbench.IsRunning), 12, 16);

        // On a thread of its own: the pool of a test run stalls at times, which would be measured instead.
        var elapsed = await Task.Factory.StartNew(() => Measure(host, () => Kill(host, death), processes), TaskCreationOptions.LongRunning);
        var alive = processes.FindAll(Workbench.IsRunning);
        Report(string.Create(CultureInfo.InvariantCulture, $"{death}: {alive.Count} of {processes.Count} alive after {elapsed:F0} ms"));
        Assert.Empty(alive);
        await host.WaitForExitAsync(Workbench.Patience);
    }

    /// <summary>Milliseconds from the end of the host, which may take its time to fail, to the end of all.</summary>
    private static double Measure(Process host, Action kill, List<ProcessIdentity> processes)
    {
        using var pause = new ManualResetEventSlim();
        var patience = Workbench.Patience;
        kill();
        while (ProcStat.TryRead(host.Id, out var stat) && stat.Runs && !patience.IsCancellationRequested)
        {
            pause.Wait(1);
        }

        var clock = Stopwatch.StartNew();
        while (processes.Exists(Workbench.IsRunning) && clock.ElapsedMilliseconds < _allowedMilliseconds)
        {
            pause.Wait(1);
        }

        return clock.Elapsed.TotalMilliseconds;
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        if (Log is { } path)
        {
            File.AppendAllText(path, line + "\n");
        }
    }
}
