using System.Diagnostics;
using System.Globalization;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>
/// A host with a topology of eight members on leased ports dies: two members are suspended, one ignores SIGTERM, one has a
/// daemon in a session of its own. The long form is scripts/topology-host-death.sh.
/// </summary>
public sealed class HostDeathTests(ITestOutputHelper output) : IDisposable
{
    // A busy machine may need longer than the second that the script allows.
    private static readonly long _allowedMilliseconds = Programs.Log is null ? 30_000 : 1000;

    private readonly string _root = Directory.CreateTempSubdirectory("endurance-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("SIGKILL", 1)]
    [InlineData("SIGKILL to the group", 4)]
    [InlineData("failfast", 4)]
    [InlineData("exit", 4)]
    public async Task Neither_processes_nor_ports_outlive_the_host(string death, int rarity)
    {
        var rounds = Math.Max(1, Programs.Count("HOST_DEATH_ROUNDS", 10) / rarity);
        for (var round = 0; round < rounds; round++)
        {
            using var host = await DoomedHost.StartAsync(_root);
            Assert.Equal(8, host.Ports.Count);
            Assert.InRange(host.Processes.Count, 12, 20);

            var elapsed = await Task.Factory.StartNew(() => Die(host, death), TaskCreationOptions.LongRunning);

            var alive = host.Processes.Count(process => LiveProcess.Runs(process.Pid, process.StartTicks));
            var held = await CountHeldPortsAsync(host.Ports);
            Report(string.Create(CultureInfo.InvariantCulture, $"{death}: {alive} of {host.Processes.Count} alive, {held} of {host.Ports.Count} ports held after {elapsed:F0} ms"));
            Assert.Equal((0, 0), (alive, held));
        }
    }

    [Fact]
    public async Task The_directory_of_a_dead_host_is_swept_by_the_next_run_and_only_then()
    {
        using var dead = await DoomedHost.StartAsync(_root);
        using var living = await DoomedHost.StartAsync(_root);
        await PlanAsync([]);
        Assert.True(Directory.Exists(dead.Workspace), "swept while its host was alive");

        Die(dead, "SIGKILL");
        Assert.True(Directory.Exists(dead.Workspace), "gone before anybody could read its logs");
        await PlanAsync([]);

        Assert.False(Directory.Exists(dead.Workspace), "not swept by the next run");
        Assert.True(Directory.Exists(living.Workspace), "swept although its host lives");
    }

    /// <summary>Milliseconds from the end of the host, which may take its time to fail, to the end of all its processes.</summary>
    private static double Die(DoomedHost host, string death)
    {
        using var pause = new ManualResetEventSlim();
        host.Die(death);
        var patience = Stopwatch.StartNew();
        while (host.Runs && patience.ElapsedMilliseconds < 30_000)
        {
            pause.Wait(1);
        }

        var clock = Stopwatch.StartNew();
        while (host.Processes.Any(process => LiveProcess.Runs(process.Pid, process.StartTicks)) && clock.ElapsedMilliseconds < _allowedMilliseconds)
        {
            pause.Wait(1);
        }

        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Another host asks for exactly these ports: it is refused each one that is still leased or listened on.</summary>
    private async Task<int> CountHeldPortsAsync(IReadOnlyList<int> ports)
    {
        try
        {
            await PlanAsync(ports);
            return 0;
        }
        catch (SpecException e)
        {
            output.WriteLine(e.Message);
            return e.Problems.Count;
        }
    }

    private async Task PlanAsync(IReadOnlyList<int> ports)
    {
        await using var provider = Programs.CreateProvider(_root);
        using var plan = await provider.GetRequiredService<ITopologyStarter>().PlanAsync(new TopologySpec
        {
            Name = "heir",
            Instances = [new InstanceSpec { Name = "heir", Role = "heir", Program = "/bin/true", Ports = [.. ports.Select(port => new PortSpec($"{port}", port))] }],
        });
    }

    private void Report(string line)
    {
        output.WriteLine(line);
        Programs.Record(line);
    }
}
