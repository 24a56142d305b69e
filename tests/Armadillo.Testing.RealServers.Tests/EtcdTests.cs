using Armadillo.Testing.Instances;
using Armadillo.Testing.Network;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.RealServers.Tests;

public sealed class EtcdTests : ServerTest
{
    [ServerFact("etcd")]
    public async Task A_killed_leader_is_succeeded_and_comes_back_healthy_on_its_data()
    {
        using var http = LoopbackHttp.CreateClient();
        await using var topology = await Starter.StartAsync(Etcd.Cluster());
        var leader = await WaitForLeaderAsync(http, topology, topology.Instances);
        await Etcd.PutAsync(http, leader, "animal", "armadillo", CancellationToken.None);

        await leader.KillAsync();
        var survivors = topology.Instances.Where(instance => instance != leader).ToList();
        var successor = await WaitForLeaderAsync(http, topology, survivors);
        Assert.NotEqual(leader, successor);
        Assert.Equal("armadillo", await Etcd.GetAsync(http, successor, "animal", CancellationToken.None));
        await Etcd.PutAsync(http, successor, "plant", "agave", CancellationToken.None);

        // Its readiness is its health.
        await leader.RestartAsync();
        Assert.Equal("armadillo", await Etcd.GetAsync(http, leader, "animal", CancellationToken.None));
        Assert.Equal("agave", await Etcd.GetAsync(http, leader, "plant", CancellationToken.None));
        Assert.NotNull(await WaitForLeaderAsync(http, topology, topology.Instances));
        Assert.Empty(topology.Crashes);

        var stop = await topology.StopAsync();
        Assert.DoesNotContain(stop.Instances, instance => instance.WasForced);
    }

    /// <summary>A wait as a test author writes it: ends at once when a member crashes.</summary>
    private static async Task<Instance> WaitForLeaderAsync(HttpClient http, Topology topology, IReadOnlyList<Instance> members)
    {
        Instance? leader = null;
        await topology.WaitAsync(
            Condition.When($"{members.Count} members name the same leader", async (_, token) =>
            {
                leader = await Etcd.FindLeaderAsync(http, members, token);
                return (leader is not null, leader?.Name ?? "nobody or several");
            }),
            TimeSpan.FromSeconds(30));
        return leader!;
    }
}
