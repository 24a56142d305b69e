using System.Diagnostics;
using System.Globalization;

namespace Armadillo.Benchmarks;

/// <summary>Starts and stops a topology of three again and again in one container and shows what piles up.</summary>
internal static class Cycles
{
    public static async Task RunAsync()
    {
        await using var container = new Container();
        var time = new Series("start and stop of 3 members");
        Console.WriteLine($"{"cycles",8} {"fds",6} {"threads",8} {"zombies",8} {"timers",7} {"managed kB",11} {"directories",12} {"guardian fds",13} {"threads",8} {"rss kB",8}");
        for (var cycle = 0; cycle <= 300; cycle++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using (var topology = await container.Starter.StartAsync(Container.Sleepers(3)))
            {
                await topology.StopAsync();
            }

            if (cycle > 0)
            {
                time.Add(Stopwatch.GetElapsedTime(begin));
            }

            if (cycle is 0 or 10 or 50 or 100 or 150 or 200 or 250 or 300)
            {
                await Task.Delay(200);
                Print(container, cycle);
            }
        }

        Series.Print(time);
    }

    private static void Print(Container container, int cycle)
    {
        var self = Environment.ProcessId;
        var guardian = Machine.Guardian();
        var rss = File.ReadLines($"/proc/{guardian}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cycle,8} {Machine.Entries(self, "fd"),6} {Machine.Entries(self, "task"),8} {Machine.Zombies(self, guardian),8} {Timer.ActiveCount,7} {Machine.ManagedBytes() / 1000,11} {Directory.GetFileSystemEntries(container.Root).Length,12} {Machine.Entries(guardian, "fd"),13} {Machine.Entries(guardian, "task"),8} {rss,8}"));
    }
}
