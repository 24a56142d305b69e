using System.Diagnostics;
using System.Globalization;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Benchmarks;

/// <summary>
/// One member writes 100 MB/s to each stream for 10 s. What it wrote is counted, the host's memory watched, and another
/// topology started meanwhile; its start is compared with one without the flood, and the same for a bare process.
/// </summary>
internal static class LogFlood
{
    private const int BytesPerSecond = 100_000_000;
    private const int Seconds = 10;
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        await using var container = new Container();
        var quiet = new Series("start of a .NET program, quiet");
        var flooded = new Series("start of a .NET program, in the flood");
        var redisQuiet = new Series("start of redis, quiet");
        var redisFlooded = new Series("start of redis, in the flood");
        var bareQuiet = new Series("bare process, quiet");
        var bareFlooded = new Series("bare process, in the flood");
        await MeasureAsync(container, new Series("warm-up"), new Series("warm-up"), new Series("warm-up"), 3);
        await MeasureAsync(container, quiet, redisQuiet, bareQuiet, Rounds);

        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = before;

        // The writer runs to completion, so its start is over when the flood is.
        Topology? created = null;
        var start = container.Starter.StartAsync(new TopologySpec { Name = "flood", Instances = [Flooding()] }, t => created = t);
        while (created is null)
        {
            await Task.Delay(5);
        }

        var member = created["flooding"];
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                await Task.Delay(20);
            }
        });
        await Task.Delay(500);
        await MeasureAsync(container, flooded, redisFlooded, bareFlooded, Rounds);
        var wrote = member.State == InstanceState.Starting;
        await using var flood = await start;
        await stop.CancelAsync();
        await watching;
        var expected = (long)BytesPerSecond * Seconds / 64 * 64;
        Console.WriteLine($"stdout: {new FileInfo(member.Log.StandardOutputPath).Length - expected} bytes off {expected}; stderr: {new FileInfo(member.Log.StandardErrorPath).Length - expected} bytes off");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working set of the host: {before / 1e6:F1} MB, grew by {(peak - before) / 1e6:F1} MB at most; still writing after the last start: {wrote}"));
        Series.Print(flooded, quiet);
        Series.Print(redisFlooded, redisQuiet);
        Series.Print(bareFlooded, bareQuiet);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"delay by the flood beyond that of a bare process: {flooded.Median / quiet.Median / (bareFlooded.Median / bareQuiet.Median):F3}"));
    }

    private static async Task MeasureAsync(Container container, Series topology, Series redis, Series bare, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await using (await container.Starter.StartAsync(new TopologySpec { Name = "other", Instances = [Http("other")] }))
            {
                topology.Add(Stopwatch.GetElapsedTime(begin));
            }

            begin = Stopwatch.GetTimestamp();
            await using (await container.Starter.StartAsync(new TopologySpec { Name = "other", Instances = [Redis("other")] }))
            {
                redis.Add(Stopwatch.GetElapsedTime(begin));
            }

            begin = Stopwatch.GetTimestamp();
            using var plain = Process.Start(new ProcessStartInfo(Container.Misbehaver, ["--print", "up", "--wait"]) { RedirectStandardOutput = true })!;
            _ = await plain.StandardOutput.ReadLineAsync();
            bare.Add(Stopwatch.GetElapsedTime(begin));
            plain.Kill();
            await plain.WaitForExitAsync();
        }
    }

    private static InstanceSpec Http(string name) => Container.Sleeper(name) with { Program = Container.Misbehaver, Arguments = _ => ["--print", "up", "--wait"], Stop = new StopSpec { CleanExitCodes = [0, 143] } };

    /// <summary>A native server, which needs little processor time to start.</summary>
    private static InstanceSpec Redis(string name) => new()
    {
        Name = name,
        Role = "redis",
        Program = "redis-server",
        Arguments = context => ["--port", context.Self.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", context.Self.Directories.Data],
        Readiness = Condition.LogLine("Ready to accept connections"),
    };

    private static InstanceSpec Flooding() => new()
    {
        Name = "flooding",
        Role = "writer",
        Program = Container.Misbehaver,
        Arguments = _ => ["--spew", $"{BytesPerSecond}", $"{Seconds}"],
        RunsToCompletion = true,
    };
}
