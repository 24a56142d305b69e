using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Agency.Raft;

public sealed class MembershipTests
{
    [Fact]
    public async Task A_member_that_comes_back_at_another_endpoint_is_found_there()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        var old = network.Endpoints.First(e => e != leader);
        await ClusterTests.WriteAsync(network, 0, 3);
        await network.KillAsync(old);
        var moved = "tcp://moved:" + old[^1];
        network.Start(moved);
        await ClusterTests.WriteAsync(network, 3, 6);
        await Eventually.Async(async () => (await network.GetAsync(moved, "state")).At("agency/n") == "5");
        var config = await network.GetAsync(await network.LeaderAsync(), "config");
        Assert.Equal(moved, config.Body!["configuration"]!["pool"]![AgencyNetwork.IdOf(old)]!.ToString());
        await network.KillAsync(moved);
    }

    [Fact]
    public async Task A_stranger_is_refused_by_a_complete_pool()
    {
        await using var network = await AgencyNetwork.StartedAsync(1);
        var reply = await network.SendAsync(
            "POST", network.Endpoints[0], "/_api/agency_priv/gossip", """{"id":"AGNT-x","endpoint":"tcp://x:1","pool":{"AGNT-x":"tcp://x:1"}}""");
        Assert.Equal((403, "403"), (reply.Status, reply.At("code")));
        var known = await network.SendAsync(
            "POST", network.Endpoints[0], "/_api/agency_priv/gossip", """{"id":"AGNT-1","endpoint":"tcp://agent:1","pool":{}}""");
        Assert.Equal("""{"endpoint":"tcp://agent:1","id":"AGNT-1","pool":{"AGNT-1":"tcp://agent:1"}}""", known.Text);
    }

    [Fact]
    public async Task An_agent_whose_peers_have_other_active_members_ends_with_exit_code_one()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        var victim = network.Endpoints.First(e => e != leader);
        await network.KillAsync(victim);
        var path = Path.Combine(network.DirectoryOf(victim), "agency", "configuration");
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        configuration["active"]![0] = "AGNT-stranger";
        await File.WriteAllTextAsync(path, configuration.ToJsonString());
        network.Start(victim);
        await Eventually.True(() => network.FatalExits.Contains(1));
        Assert.Contains("93486", network.Log.Ids);
    }

    [Fact]
    public async Task A_single_agent_keeps_what_it_wrote_over_a_restart()
    {
        await using var network = await AgencyNetwork.StartedAsync(1, s => s with { CompactionStepSize = 4, CompactionKeepSize = 2 });
        for (var round = 1; round <= 3; round++)
        {
            await ClusterTests.WriteAsync(network, round * 10, (round * 10) + 7);
            await network.KillAsync(network.Endpoints[0]);
            network.Start(network.Endpoints[0]);
            var leader = await network.LeaderAsync();
            Assert.Equal($"[{{\"n\":{(round * 10) + 6}}}]", (await network.PostAsync(leader, "read", """[["n"]]""")).Text);
        }

        Assert.NotEqual("0", (await network.GetAsync(network.Endpoints[0], "config")).At("lastCompactionAt"));
    }
}
