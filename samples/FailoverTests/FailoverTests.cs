using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.Instances;

namespace FailoverTests;

/// <summary>A test class asks for a running cluster in its constructor and gets it.</summary>
public sealed partial class FailoverTests(EmulatedCluster cluster, ITestOutputHelper output) : IClassFixture<EmulatedCluster>
{
    [Fact]
    public async Task A_killed_dbserver_is_reported_failed_and_comes_back()
    {
        using var lines = cluster.ForwardTo(output);
        var victim = cluster.DbServers[0];

        await victim.KillAsync();
        await cluster.WaitForHealthAsync(victim, ServerHealth.Failed);
        await victim.RestartAsync();
        await cluster.WaitForHealthAsync(victim, ServerHealth.Good);
    }

    [Fact]
    public async Task A_suspended_dbserver_is_reported_failed_until_it_goes_on()
    {
        using var lines = cluster.ForwardTo(output);
        var victim = cluster.DbServers[1];

        await victim.SuspendAsync();
        await cluster.WaitForHealthAsync(victim, ServerHealth.Failed);
        await victim.ResumeAsync();
        await cluster.WaitForHealthAsync(victim, ServerHealth.Good);
    }

    [Fact]
    public async Task When_the_agencys_leader_stops_another_one_takes_over_and_nothing_written_is_lost()
    {
        using var lines = cluster.ForwardTo(output);
        await cluster.Agency.SetAsync("arango/Testing/failover", "before");
        var leader = await cluster.Agency.WaitForLeaderAsync();

        await leader.StopAsync();
        var successor = await cluster.Agency.WaitForLeaderAsync();

        Assert.NotSame(leader, successor);
        Assert.Equal(InstanceState.Stopped, leader.State);
        Assert.Equal("before", (await cluster.Agency.ReadAsync("arango/Testing/failover"))?.ToString());
        await leader.RestartAsync();
        await cluster.WaitUntilHealthyAsync();
        await cluster.Agency.DeleteAsync("arango/Testing/failover");
    }

    [Fact]
    public async Task Every_server_answers_with_its_role()
    {
        foreach (var server in cluster.Servers)
        {
            var answer = await server.GetAsync("/_admin/server/role");
            output.WriteLine($"{server}: {answer["role"]}");
            Assert.Equal(200, answer["code"]!.GetValue<int>());
        }
    }
}
