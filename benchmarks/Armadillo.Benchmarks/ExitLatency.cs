using System.Diagnostics;
using System.Runtime.InteropServices;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Readiness;

namespace Armadillo.Benchmarks;

/// <summary>
/// Three observers of the same death: a pending wait of a topology, a thread in poll(2) on the pidfd, and a loop that looks
/// once a second. The clock starts before the kill, so that all three carry the kernel's own time to end a process.
/// </summary>
internal static partial class ExitLatency
{
    private const int Rounds = 60;
    private const int PidfdOpen = 434;

    public static async Task RunAsync()
    {
        var wait = new Series("topology.WaitAsync ends");
        var poll = new Series("bare pidfd poll returns");
        var loop = new Series("loop that looks once a second");
        var behind = new Series("  wait after pidfd");
        await using var container = new Container();
        await using var topology = await container.Starter.StartAsync(Container.Sleepers(3));
        var victim = topology.Instances[1];
        for (var round = -3; round < Rounds; round++)
        {
            var pid = victim.ProcessId!.Value;
            var begin = Stopwatch.GetTimestamp();
            var waiting = WaitAsync(topology);
            var polling = Task.Factory.StartNew(() => Poll(pid), TaskCreationOptions.LongRunning);
            var looping = LookAsync(pid);
            await Task.Delay(Random.Shared.Next(20, 1020));

            begin = Stopwatch.GetTimestamp();
            _ = Kill(pid, 9);
            var waited = await waiting;
            var polled = await polling;
            var looked = await looping;
            if (round >= 0)
            {
                wait.Add(Stopwatch.GetElapsedTime(begin, waited));
                poll.Add(Stopwatch.GetElapsedTime(begin, polled));
                loop.Add(Stopwatch.GetElapsedTime(begin, looked));
                behind.Add(Stopwatch.GetElapsedTime(polled, waited));
            }

            topology.AcceptCrashes();
            await victim.StartAsync();
        }

        Series.Print(wait, loop, behind, poll);
    }

    private static async Task<long> WaitAsync(Testing.Topologies.Topology topology)
    {
        try
        {
            await topology.WaitAsync(Condition.When("never", static (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(1));
            throw new InvalidOperationException("The wait ended without a crash.");
        }
        catch (InstanceCrashedException)
        {
            return Stopwatch.GetTimestamp();
        }
    }

    private static unsafe long Poll(int pid)
    {
        var descriptor = (int)SystemCall(PidfdOpen, pid, 0);
        var entry = new PollEntry { Descriptor = descriptor, Events = 1 };
        _ = Poll(&entry, 1, -1);
        var end = Stopwatch.GetTimestamp();
        _ = Close(descriptor);
        return end;
    }

    private static async Task<long> LookAsync(int pid)
    {
        while (Directory.Exists($"/proc/{pid}"))
        {
            await Task.Delay(1000);
        }

        return Stopwatch.GetTimestamp();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
