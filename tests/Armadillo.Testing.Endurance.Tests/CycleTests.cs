using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>Starting and stopping leaves nothing behind. The long form is the benchmark <c>cycles</c>.</summary>
public sealed class CycleTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("endurance-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Thirty_starts_and_stops_leave_no_descriptor_thread_zombie_timer_or_directory()
    {
        await using var provider = Programs.CreateProvider(_root);
        var starter = provider.GetRequiredService<ITopologyStarter>();
        await RunAsync(starter, 5);
        var before = Residue.Take(_root);

        await RunAsync(starter, 30);

        var after = Residue.Take(_root);
        output.WriteLine($"before: {before}");
        output.WriteLine($"after:  {after}");
        Assert.Equal(0, after.Zombies);
        Assert.Equal(0, after.Directories);
        Assert.InRange(after.Descriptors, 0, before.Descriptors + 3);
        Assert.InRange(after.GuardianDescriptors, 0, before.GuardianDescriptors);
        Assert.InRange(after.GuardianThreads, 0, before.GuardianThreads + 1);

        // The pool and the test platform come and go with threads and timers of their own.
        Assert.InRange(after.Threads, 0, before.Threads + 6);
        Assert.InRange(after.Timers, 0, before.Timers + 6);
        Assert.InRange(after.ManagedBytes, 0, before.ManagedBytes + 2_000_000);
    }

    private static async Task RunAsync(ITopologyStarter starter, int cycles)
    {
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            await using var topology = await starter.StartAsync(Shells.Topology("cycle", Shells.Sleeper("a"), Shells.Sleeper("b"), Shells.Sleeper("c")));
            var stop = await topology.StopAsync();
            Assert.True(stop.IsClean, string.Join("; ", stop.Instances));
        }
    }
}
