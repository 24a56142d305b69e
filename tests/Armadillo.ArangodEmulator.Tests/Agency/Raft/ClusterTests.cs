namespace Armadillo.ArangodEmulator.Tests.Agency.Raft;

public sealed class ClusterTests
{
    [Fact]
    public async Task Three_agents_find_each_other_and_agree_on_one_leader()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        await Eventually.True(() => network.Running.Values.All(a => a.LeaderId == AgencyNetwork.IdOf(leader)));
        Assert.Single(network.Running.Values, a => a.Leading);
        foreach (var id in new[] { "7b6f3", "d04d7", "c1d8f", "29175" })
        {
            await Eventually.True(() => network.Log.Ids.Count(i => i == id) == 3);
        }

        Assert.Contains("a66dc", network.Log.Ids);
        var config = await network.GetAsync(leader, "config");
        Assert.Equal(
            "term leaderId commitIndex lastCompactionAt nextCompactionAfter lastAcked configuration engine version",
            string.Join(' ', config.Body!.AsObject().Select(p => p.Key)));
        Assert.Equal(3, config.Body["configuration"]!["pool"]!.AsObject().Count);
        var first = await network.GetAsync(leader, "state");
        Assert.Equal("\"00000000000000000000\"", first.At("log/0/_key"));
        Assert.StartsWith("{\".agency\"", first.At("log/1/request"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_agent_leads_in_term_zero()
    {
        await using var network = await AgencyNetwork.StartedAsync(1);
        var config = await network.GetAsync(network.Endpoints[0], "config");
        Assert.Equal("0", config.At("term"));
        Assert.Equal("\"AGNT-1\"", config.At("leaderId"));
        Assert.Contains("66f72", network.Log.Ids);
        Assert.Equal("""{"results":[2]}""", (await network.PostAsync(network.Endpoints[0], "write", """[[{"a":1}]]""")).Text);
    }

    [Fact]
    public async Task When_the_leader_dies_another_one_takes_over_with_all_that_was_written()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var old = await network.LeaderAsync();
        Assert.Equal(200, (await network.PostAsync(old, "write", """[[{"a":1}]]""")).Status);
        var term = network.Running[old].Term;
        await network.KillAsync(old);
        var leader = await network.LeaderAsync();
        Assert.NotEqual(old, leader);
        Assert.True(network.Running[leader].Term > term);
        Assert.Equal("""[{"a":1}]""", (await network.PostAsync(leader, "read", """[["a"]]""")).Text);
    }

    [Fact]
    public async Task A_restarted_member_reads_its_disk_and_catches_up()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        var follower = network.Endpoints.First(e => e != leader);
        await WriteAsync(network, 0, 20);
        await network.KillAsync(follower);
        await WriteAsync(network, 20, 40);
        network.Start(follower);
        await Eventually.Async(async () => (await network.GetAsync(follower, "state")).At("agency/n") == "39");
        Assert.Contains("d7476", network.Log.Ids);
        Assert.Contains("79fd7", network.Log.Ids);
        Assert.Equal("\"persistence\"", (await network.GetAsync(follower, "config")).At("configuration/startup"));
        var (one, two) = ((await network.GetAsync(await network.LeaderAsync(), "state")).At("agency"), (await network.GetAsync(follower, "state")).At("agency"));
        Assert.Equal(one, two);
    }

    [Fact]
    public async Task A_member_that_lacks_more_than_the_log_keeps_gets_the_whole_store()
    {
        await using var network = await AgencyNetwork.StartedAsync(3, s => s with { CompactionStepSize = 10, CompactionKeepSize = 5 });
        var leader = await network.LeaderAsync();
        var follower = network.Endpoints.First(e => e != leader);
        await network.KillAsync(follower);
        await WriteAsync(network, 0, 60);
        network.Start(follower);
        await Eventually.Async(async () => (await network.GetAsync(follower, "state")).At("agency/n") == "59");
        await network.KillAsync(follower);
        network.Start(follower);
        await Eventually.Async(async () => (await network.GetAsync(follower, "state")).At("agency/n") == "59");
    }

    [Fact]
    public async Task The_whole_agency_restarts_from_disk()
    {
        await using var network = await AgencyNetwork.StartedAsync(3, s => s with { WaitForSync = true });
        await WriteAsync(network, 0, 10);
        foreach (var endpoint in network.Endpoints)
        {
            await network.KillAsync(endpoint);
        }

        foreach (var endpoint in network.Endpoints)
        {
            network.Start(endpoint);
        }

        var leader = await network.LeaderAsync();
        Assert.Equal("""[{"n":9}]""", (await network.PostAsync(leader, "read", """[["n"]]""")).Text);
        Assert.Contains("79fd7", network.Log.Ids);
    }

    [Fact]
    public async Task A_leader_without_majority_neither_reads_nor_writes()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var old = await network.LeaderAsync();
        network.Isolate(old);
        var read = network.PostAsync(old, "read", """[["/"]]""");
        var write = network.PostAsync(old, "write", """[[{"a":1}]]""");
        Assert.Equal(503, (await read).Status);
        Assert.Equal(503, (await write).Status);
        Assert.False(network.Running[old].Leading);
        Assert.Contains("f370f", network.Log.Ids);
        var leader = await network.LeaderAsync();
        Assert.Equal("[{}]", (await network.PostAsync(leader, "read", """[["a"]]""")).Text);
        network.Heal(old);
        await Eventually.True(() => network.Running[old].LeaderId.Length > 0);
    }

    [Fact]
    public async Task Members_keep_a_request_to_the_letter_because_the_order_of_its_parts_decides()
    {
        await using var network = await AgencyNetwork.StartedAsync(3);
        var leader = await network.LeaderAsync();
        var written = await network.PostAsync(leader, "write", """[[{ "b/x" : 1, "a":1, "/a":2, "b":{"op":"set", "new":{"\u0041":2}} }]]""");
        var index = written.Body!["results"]![0]!.GetValue<long>();
        foreach (var endpoint in network.Endpoints)
        {
            await Eventually.Async(async () => (await network.GetAsync(endpoint, "state")).Body!["index"]!.GetValue<long>() >= index);
            var state = await network.GetAsync(endpoint, "state");
            Assert.Equal("""{"b/x":1,"a":1,"/a":2,"b":{"op":"set","new":{"A":2}}}""", state.At($"log/{index}/request"));
            Assert.Equal(("2", """{"A":2,"x":1}"""), (state.At("agency/a"), state.At("agency/b")));
        }
    }

    [Fact]
    public async Task An_agent_that_cannot_write_any_more_ends_instead_of_answering()
    {
        await using var network = await AgencyNetwork.StartedAsync(1, s => s with { CompactionStepSize = 5 });
        Directory.Delete(network.DirectoryOf(network.Endpoints[0]), recursive: true);
        await WriteAsync(network, 0, 4);
        // The compaction that is due now needs a new file. What waits for it must get no success.
        _ = network.PostAsync(network.Endpoints[0], "write", """[[{"last":1}],[{"last":2}]]""");
        await Eventually.True(() => network.FatalExits.Contains(1));
        Assert.Contains("d1b3c", network.Log.Ids);
        Directory.CreateDirectory(network.DirectoryOf(network.Endpoints[0]));
    }

    internal static async Task WriteAsync(AgencyNetwork network, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var body = $$"""[[{"n":{{i}}}]]""";
            await Eventually.Async(async () => (await network.PostAsync(await network.LeaderAsync(), "write", body)).Status == 200);
        }
    }
}
