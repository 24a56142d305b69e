using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>Test hosts of one machine do not take each other's ports and directories. The long form is scripts/neighbours.sh.</summary>
public sealed class NeighbourTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("endurance-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Hosts_that_start_topologies_at_the_same_time_do_not_collide()
    {
        var hosts = Programs.Count("NEIGHBOURS", 4);
        var cycles = Programs.Count("NEIGHBOUR_CYCLES", 3);
        var clock = Stopwatch.StartNew();

        var runs = await Task.WhenAll(Enumerable.Range(0, hosts).Select(_ => RunHostAsync(cycles)));

        foreach (var text in runs.Where(run => run.Code != 0).Select(run => run.Text))
        {
            output.WriteLine(text);
        }

        var line = string.Create(CultureInfo.InvariantCulture, $"{hosts} hosts, {runs.Sum(run => run.Up)} topologies of 4, {runs.Count(run => run.Code != 0)} hosts with failures, {clock.Elapsed.TotalSeconds:F1} s");
        output.WriteLine(line);
        Programs.Record(line);
        Assert.All(runs, run => Assert.Equal((0, cycles, cycles), (run.Code, run.Up, run.Down)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    private async Task<(int Code, int Up, int Down, string Text)> RunHostAsync(int cycles)
    {
        var start = new ProcessStartInfo(Programs.TopologyHost) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["cycles", _root, Programs.Misbehaver, $"{cycles}"])
        {
            start.ArgumentList.Add(argument);
        }

        using var host = Process.Start(start)!;
        var lines = (await host.StandardOutput.ReadToEndAsync()).Split('\n');
        await host.WaitForExitAsync();
        return (host.ExitCode, lines.Count(line => line.StartsWith("up ", StringComparison.Ordinal)), lines.Count(line => line == "down"), string.Join('\n', lines));
    }
}
