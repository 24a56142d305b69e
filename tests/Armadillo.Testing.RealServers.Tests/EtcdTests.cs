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
        await PutAsync(http, topology, leader, "animal", "armadillo");

        await leader.KillAsync();
        var survivors = topology.Instances.Where(instance => instance != leader).ToList();
        var successor = await WaitForLeaderAsync(http, topology, survivors);
        Assert.NotEqual(leader, successor);
        Assert.Equal("armadillo", await GetAsync(http, topology, successor, "animal"));
        await PutAsync(http, topology, successor, "plant", "agave");

        // Its readiness is its health.
        await leader.RestartAsync();
        Assert.Equal("armadillo", await GetAsync(http, topology, leader, "animal"));
        Assert.Equal("agave", await GetAsync(http, topology, leader, "plant"));
        Assert.NotNull(await WaitForLeaderAsync(http, topology, topology.Instances));
        Assert.Empty(topology.Crashes);

        var stop = await topology.StopAsync();
        Assert.DoesNotContain(stop.Instances, instance => instance.WasForced);
    }

    private static Task PutAsync(HttpClient http, Topology topology, Instance member, string key, string value) =>
        AnsweredAsync(topology, $"{member.Name} takes {key}", token => Etcd.PutAsync(http, member, key, value, token));

    private static async Task<string?> GetAsync(HttpClient http, Topology topology, Instance member, string key)
    {
        string? value = null;
        await AnsweredAsync(topology, $"{member.Name} gives {key}", async token => value = await Etcd.GetAsync(http, member, key, token));
        return value;
    }

    /// <summary>A busy machine makes etcd elect again at any time; what is asked meanwhile is refused.</summary>
    private static Task AnsweredAsync(Topology topology, string what, Func<CancellationToken, Task> ask) => topology.WaitAsync(
        Condition.When(what, async (_, token) =>
        {
            try
            {
                await ask(token);
                return (true, "answered");
            }
            catch (HttpRequestException e)
            {
                return (false, e.Message);
            }
        }),
        TimeSpan.FromSeconds(60));

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
            TimeSpan.FromSeconds(60));
        return leader!;
    }
}
