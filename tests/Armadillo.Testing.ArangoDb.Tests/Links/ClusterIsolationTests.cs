using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Links;

[Collection(LiveServers.Name)]
public sealed class ClusterIsolationTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task An_isolated_dbserver_fails_while_the_test_still_reaches_it_and_is_good_again_when_healed()
    {
        // One agent: after a change of the agency's leader nobody is called FAILED for a minute.
        await using var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { Agents = 1, LinkFaults = true });
        var (victim, coordinator) = (cluster.DbServers[0], cluster.Coordinators[0]);
        Assert.Equal(
            $"tcp://{victim.Instance.PeerEndpoint!.Authority}", (await cluster.GetHealthAsync()).Single(r => r.Id == victim.Id).Endpoint);
        var endpoints = (await coordinator.GetAsync("/_api/cluster/endpoints"))["endpoints"]!.AsArray();
        Assert.Equal($"tcp://{coordinator.Endpoint.Authority}", endpoints.Single()!["endpoint"]!.ToString());

        await using (await cluster.Faults.IsolateAsync(victim))
        {
            await cluster.WaitForHealthAsync(victim, ServerHealth.Failed);
            await cluster.WaitForHealthAsync(cluster.DbServers[1], ServerHealth.Good);
            Assert.NotNull(await victim.GetAsync("/_api/version"));
        }

        await cluster.WaitForHealthAsync(victim, ServerHealth.Good);
        await cluster.WaitUntilHealthyAsync();
        var stop = await cluster.StopAsync();
        Assert.True(stop.IsClean, string.Join('\n', stop.Instances));
    }

    [Fact]
    public async Task Servers_are_told_the_addresses_of_the_links_and_listen_on_their_own()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with { Agents = 1, LinkFaults = true });
        var (agent, dbServer, coordinator) = (plan.Instances[0], plan.Instances[1], plan.Instances[^1]);
        string Direct(Testing.Plans.InstancePlan member) => $"tcp://127.0.0.1:{member.Member.Port}";
        string Linked(Testing.Plans.InstancePlan member) => $"tcp://127.0.0.1:{member.Member.PeerPort}";

        Assert.Equal(8, plan.Instances.SelectMany(i => new[] { i.Member.Port, i.Member.PeerPort }).Distinct().Count());
        Assert.All(plan.Instances, member => Assert.Contains($"--server.endpoint={Direct(member)}", member.Arguments));
        Assert.Contains($"--agency.my-address={Linked(agent)}", agent.Arguments);
        Assert.Contains($"--agency.endpoint={Linked(agent)}", agent.Arguments);
        foreach (var member in new[] { dbServer, coordinator })
        {
            Assert.Contains($"--cluster.my-address={Linked(member)}", member.Arguments);
            Assert.Contains($"--cluster.agency-endpoint={Linked(agent)}", member.Arguments);
        }

        Assert.Contains($"--cluster.my-advertised-endpoint={Direct(coordinator)}", coordinator.Arguments);
        Assert.DoesNotContain(dbServer.Arguments, a => a.StartsWith("--cluster.my-advertised-endpoint", StringComparison.Ordinal));
    }

    [Fact]
    public void A_last_change_in_the_words_of_the_core_wins() =>
        Assert.False((new AgencySpec { Server = Lab.Agency.Server, LinkFaults = true, Adjust = topology => topology with { LinkFaults = false } }).ToTopology().LinkFaults);
}
