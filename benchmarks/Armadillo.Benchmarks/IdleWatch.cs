using System.Diagnostics;
using System.Globalization;

namespace Armadillo.Benchmarks;

/// <summary>Processor time and memory that 32 members cost while nothing happens.</summary>
internal static class IdleWatch
{
    private const int Members = 32;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    public static async Task RunAsync()
    {
        await using var container = new Container();
        await using (await container.Starter.StartAsync(Container.Sleepers(2)))
        {
            await Task.Delay(500);
        }

        var memory = Machine.ManagedBytes();
        var guardian = Machine.Guardian();
        await using var topology = await container.Starter.StartAsync(Container.Sleepers(Members));
        await Task.Delay(2000);
        var perMember = (Machine.ManagedBytes() - memory) / Members;

        var begin = Stopwatch.GetTimestamp();
        var (host, other) = (Machine.ProcessorTime(Environment.ProcessId), Machine.ProcessorTime(guardian));
        await Task.Delay(Period);
        var elapsed = Stopwatch.GetElapsedTime(begin);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Members} idle members, {elapsed.TotalSeconds:F1} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"host:     {(Machine.ProcessorTime(Environment.ProcessId) - host) / elapsed:P2} of one core (resolution {0.01 / elapsed.TotalSeconds:P2})"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"guardian: {(Machine.ProcessorTime(guardian) - other) / elapsed:P2} of one core"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"managed memory: {perMember / 1000.0:F1} kB for each member"));
        Console.WriteLine($"threads: {Machine.Entries(Environment.ProcessId, "task")} of the host, {Machine.Entries(guardian, "task")} of the guardian");
    }
}
