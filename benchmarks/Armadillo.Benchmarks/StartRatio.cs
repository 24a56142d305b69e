using System.Diagnostics;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Events;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Benchmarks;

/// <summary>A cluster of 3 agents, 3 dbservers and 2 coordinators on the emulator, started three ways in turn.</summary>
internal static class StartRatio
{
    private const int Rounds = 9;

    public static async Task RunAsync()
    {
        var cold = new Series("new container: plan to running");
        var warm = new Series("used container: plan to running");
        var own = new Series("  of it: first launch to running");
        var plain = new Series("plain script, looking every 2 ms");
        Series[] parts = [new("planning"), new("agents answer"), new("a leader is agreed on"), new("other servers answer"), new("all are healthy")];
        await using var container = new Container();
        for (var round = -2; round < Rounds; round++)
        {
            await using var fresh = new Container();
            var first = await StartAsync(fresh);
            var second = await StartAsync(container);
            var third = await StartPlainAsync(container);
            if (round >= 0)
            {
                cold.Add(first.Took);
                warm.Add(second.Took);
                own.Add(second.Parts.Skip(1).Aggregate(TimeSpan.Zero, (sum, part) => sum + part));
                plain.Add(third);
                foreach (var (series, part) in parts.Zip(second.Parts))
                {
                    series.Add(part);
                }
            }
        }

        Series.Print(cold, warm, own, plain);
        Console.WriteLine("where the time of the used container goes:");
        Series.Print([.. parts, warm]);
    }

    private static TopologySpec Spec() => new ClusterSpec { Server = ArangodServer.Emulator(), Agents = 3, DbServers = 3, Coordinators = 2 }.ToTopology();

    private static async Task<(TimeSpan Took, IReadOnlyList<TimeSpan> Parts)> StartAsync(Container container)
    {
        var begin = Stopwatch.GetTimestamp();
        var planned = TimeSpan.Zero;
        await using var topology = await container.Starter.StartAsync(Spec(), _ => planned = Stopwatch.GetElapsedTime(begin));
        var took = Stopwatch.GetElapsedTime(begin);
        var events = topology.Events.Events;
        if (Environment.GetEnvironmentVariable("BENCHMARK_EVENTS") is { Length: > 0 } path)
        {
            await File.WriteAllLinesAsync(path, events.Select(e => $"{e.Elapsed.TotalMilliseconds,8:F1} {e.Instance,-14} {e}"));
        }

        var agents = Met(events, topology, "agent").Max();
        var leader = events.First(e => e is ConditionMet && e.Instance is null).Elapsed;
        var servers = Met(events, topology, "dbserver").Concat(Met(events, topology, "coordinator")).Max();
        var running = events.OfType<TopologyStateChanged>().Single(e => e.To == nameof(TopologyState.Running)).Elapsed;
        return (took, [planned, agents, leader - agents, servers - leader, running - servers]);
    }

    private static IEnumerable<TimeSpan> Met(IReadOnlyList<LifecycleEvent> events, Topology topology, string role) =>
        events.Where(e => e is ConditionMet && e.Instance is { } name && topology[name].Role == role).Select(e => e.Elapsed);

    private static async Task<TimeSpan> StartPlainAsync(Container container)
    {
        using var cluster = new PlainCluster(await container.Starter.PlanAsync(Spec()));
        var begin = Stopwatch.GetTimestamp();
        await cluster.StartAsync();
        return Stopwatch.GetElapsedTime(begin);
    }
}
