using Armadillo.Testing.Events;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

public sealed class MixedTopologyTests : ServerTest
{
    [ServerFact("redis-server", "nginx")]
    public async Task Servers_of_different_families_start_in_order_and_stop_in_reverse()
    {
        await using var topology = await Starter.StartAsync(new TopologySpec
        {
            Name = "shop",
            Instances = [Nginx.Server() with { DependsOn = [Dependency.OnInstance("redis")] }, Redis.Server()],
        });

        Assert.Equal("+PONG", await Redis.AskAsync(topology["redis"], "PING"));
        using var http = new HttpClient { BaseAddress = topology["nginx"].Endpoint };
        Assert.Equal("well\n", await http.GetStringAsync("/health"));
        var stop = await topology.StopAsync();

        Assert.True(stop.IsClean, Describe(stop));
        Assert.Equal(["nginx", "redis"], stop.Instances.Select(instance => instance.Name));
        Assert.Equal(
            ["redis launched", "redis met", "nginx launched", "nginx met"],
            topology.Events.Events.Where(e => e is InstanceLaunched or ConditionMet).Select(e => $"{e.Instance} {(e is InstanceLaunched ? "launched" : "met")}"));
    }
}
