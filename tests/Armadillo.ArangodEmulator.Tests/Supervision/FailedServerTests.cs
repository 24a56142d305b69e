using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class FailedServerTests
{
    [Fact]
    public async Task A_failed_leader_is_followed_by_an_in_sync_follower_and_the_shard_gets_a_new_one()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        await cluster.PlanAsync("8", "1", "\"replicationFactor\":1");
        cluster.Kill(1);
        await Eventually.Async(async () => await cluster.CurrentAsync("7") == "23");
        var parent = await cluster.EndOfAsync("1");
        Assert.Equal("failedServer", (string?)parent["type"]);
        var child = await cluster.EndOfAsync("1-0");
        Assert.Equal(
            ("failedLeader", "1", "1", "PRMR-1", "PRMR-2", "s71"),
            ((string?)child["type"], (string?)child["parentJob"], (string?)child["creator"], (string?)child["fromServer"], (string?)child["toServer"], (string?)child["shard"]));
        Assert.Equal("", await cluster.AtAsync("Target/Finished/1-1"));
        Assert.Equal("1", await cluster.PlannedAsync("8"));

        // The failed server is taken out of the plan once there are enough others.
        await Eventually.Async(async () => await cluster.PlannedAsync("7") == "23");
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_failed_follower_is_replaced_and_clones_go_with_their_prototype()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        await cluster.PlanAsync("8", "12", "\"replicationFactor\":2,\"distributeShardsLike\":\"7\"");
        cluster.Kill(2);
        await Eventually.Async(async () => (await cluster.PlannedAsync("7"), await cluster.PlannedAsync("8")) == ("13", "13"));
        Assert.Equal(("13", "13"), (await cluster.CurrentAsync("7"), await cluster.CurrentAsync("8")));
        var jobs = await cluster.AtAsync("Target/Finished");
        Assert.Contains("failedFollower", jobs + await cluster.AtAsync("Target/Failed"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"shard\":\"s81\"", jobs, StringComparison.Ordinal);
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_candidate_takes_over_although_it_is_not_in_sync_yet()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        cluster.HeldBack.Add("PRMR-2");
        cluster.Heirs.Add("PRMR-2");
        await cluster.PlanAsync("7", "12");
        cluster.Kill(1);
        await Eventually.Async(async () => (await cluster.PlannedAsync("7")).StartsWith('2'));
    }

    [Fact]
    public async Task Without_a_follower_in_sync_the_shard_waits_for_its_leader()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        cluster.HeldBack.Add("PRMR-2");
        await cluster.PlanAsync("7", "12");
        cluster.Kill(1);
        await Eventually.Async(async () => await cluster.AtAsync("Target/Pending/1/type") == "\"failedServer\"");
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToDo/1-0/type") == "\"failedLeader\"");
        Assert.Equal("\"1\"", await cluster.AtAsync("Supervision/DBServers/PRMR-1"));

        // It cannot be called off, and while it waits nothing else begins.
        await cluster.WriteAsync("""
            {"arango/Target/Pending/1/abort":true,
             "arango/Target/ToDo/900":{"type":"removeFollower","jobId":"900","creator":"t","timeCreated":"2026-01-01T00:00:00Z","database":"d","collection":"7","shard":"s71"} }
            """);
        cluster.Revive(1);
        var end = await cluster.EndOfAsync("1");
        Assert.Null(end["reason"]);
        Assert.Equal("12", await cluster.PlannedAsync("7"));
        await cluster.QuietAsync();
        var log = await cluster.LogAsync();
        int When(string text) => log.FindIndex(e => e.Contains(text, StringComparison.Ordinal));
        Assert.True(When("\"/arango/Target/ToDo/1-0\":{\"op\":\"delete\"}") < When("\"/arango/Target/Finished/900\""));
    }

    [Fact]
    public async Task A_failed_server_stops_a_move_and_the_shard_stays_whole()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        cluster.HeldBack.Add("PRMR-3");
        await cluster.WriteAsync(MoveShardTests.Job("900", "7", 1, 3, isLeader: true));
        await Eventually.Async(async () => await cluster.PlannedAsync("7") == "132");
        cluster.Kill(1);
        Assert.Contains("job aborted", (string?)(await cluster.EndOfAsync("900"))["reason"], StringComparison.Ordinal);
        await Eventually.Async(async () => (await cluster.CurrentAsync("7")).StartsWith('2'));
        cluster.HeldBack.Clear();
        await Eventually.Async(async () => await cluster.CurrentAsync("7") == "23");
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task Followers_are_replaced_and_added_no_sooner_than_the_delays_allow()
    {
        await using var cluster = await ShardCluster.StartedAsync(4);
        var leader = await cluster.Network.LeaderAsync();
        await cluster.Network.SendAsync("PUT", leader, "/_api/agency/config", """{"delayAddFollower":1000,"delayFailedFollower":1000}""");
        await cluster.PlanAsync("7", "12");

        // More copies than before are what somebody asked for, so they do not wait.
        await cluster.PlanAsync("8", "3", "\"replicationFactor\":1");
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/8/replicationFactor":2}""");
        await Eventually.Async(async () => await cluster.CurrentAsync("8") == "34");
        await cluster.QuietAsync();
        cluster.Kill(2);
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToDo/2-0/notBefore") != "");
        await Eventually.Async(async () => (await cluster.AtAsync("Target/ToDo")).Contains("addFollower", StringComparison.Ordinal));
        Assert.Equal("12", await cluster.PlannedAsync("7"));
        cluster.Revive(2);

        // Back in time: the replacement is forgotten, only the patient job to add a follower is left.
        await cluster.EndOfAsync("2");
        Assert.Equal("12", await cluster.PlannedAsync("7"));
    }
}
