using System.Globalization;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>A member that writes without measure harms nobody. The long form with the timed start is the benchmark <c>log-flood</c>.</summary>
public sealed class LogFloodTests(ITestOutputHelper output) : IDisposable
{
    private const int BytesPerSecond = 50_000_000;
    private const int Seconds = 2;
    private const int LineLength = 64;
    private readonly string _root = Directory.CreateTempSubdirectory("endurance-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_flood_on_both_streams_is_kept_to_the_byte_and_not_in_memory()
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();
        await using (await starter.StartAsync(Shells.Topology("warm-up", Shells.Sleeper("a"))))
        {
            GC.Collect();
        }

        var before = Environment.WorkingSet;
        var peak = before;

        // The writer runs to completion, so the start is over when the flood is.
        var start = starter.StartAsync(Shells.Topology("flood", Flooding(Seconds)));
        while (!start.IsCompleted)
        {
            peak = Math.Max(peak, Environment.WorkingSet);
            await Task.Delay(20);
        }

        await using var topology = await start;
        var log = topology["flooding"].Log;
        AssertComplete(log.StandardOutputPath, "out");
        AssertComplete(log.StandardErrorPath, "err");
        var growth = (peak - before) / 1_000_000.0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"working set: {before / 1_000_000.0:F1} MB, grew by {growth:F1} MB at most"));
        Assert.InRange(growth, -1000, 64);
    }

    [Fact]
    public async Task A_member_becomes_ready_by_its_log_line_while_another_floods_its_log()
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();

        // Somebody listens to the flood, so that none of it may be skipped.
        await using var flood = await starter.StartAsync(Shells.Topology("flood", Flooding(seconds: 120) with { RunsToCompletion = false }));
        using var listening = flood["flooding"].Log.Subscribe(static _ => { });

        for (var round = 0; round < 5; round++)
        {
            await using var other = await starter.StartAsync(Shells.Topology("other", Shells.Sleeper("a")));
            Assert.Equal(TopologyState.Running, other.State);
        }

        Assert.Equal(InstanceState.Running, flood["flooding"].State);
    }

    private static InstanceSpec Flooding(int seconds) => new()
    {
        Name = "flooding",
        Role = "writer",
        Program = Programs.Misbehaver,
        Arguments = _ => ["--spew", $"{BytesPerSecond}", $"{seconds}"],
        RunsToCompletion = true,
        Stop = new StopSpec { CleanExitCodes = [0, 143], SignalDeathIsClean = true },
    };

    private static void AssertComplete(string path, string stream)
    {
        const long lines = (long)BytesPerSecond * Seconds / LineLength;
        Assert.Equal(lines * LineLength, new FileInfo(path).Length);
        using var file = new StreamReader(path);
        for (long number = 0; number < lines; number++)
        {
            var line = file.ReadLine();
            if (line is not { Length: LineLength - 1 } || !line.StartsWith(stream, StringComparison.Ordinal)
                || long.Parse(line.AsSpan(4, 10), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) != number)
            {
                Assert.Fail($"line {number} of {stream} is '{line}'");
            }
        }
    }
}
