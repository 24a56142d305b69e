using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class MoveShardTests
{
    public static string Job(string id, string collection, int from, int to, bool isLeader, bool remains = false, bool undo = false) => $$$"""
        {"arango/Target/ToDo/{{{id}}}":{"type":"moveShard","jobId":"{{{id}}}","creator":"test","timeCreated":"2026-01-01T00:00:00Z",
         "database":"d","collection":"{{{collection}}}","shard":"s{{{collection}}}1","fromServer":"PRMR-{{{from}}}","toServer":"PRMR-{{{to}}}",
         "isLeader":{{{Text(isLeader)}}},"remainsFollower":{{{Text(remains)}}},"tryUndo":{{{Text(undo)}}}} }
        """;

    [Fact]
    public async Task A_leader_moves_by_way_of_a_follower_a_resignation_and_a_succession()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        await cluster.PlanAsync("8", "12", "\"replicationFactor\":2,\"distributeShardsLike\":\"7\"");
        await cluster.WriteAsync(Job("900", "7", 1, 3, isLeader: true));
        var end = await cluster.EndOfAsync("900");
        Assert.Null(end["reason"]);
        Assert.NotNull(end["timeStarted"]);
        Assert.Equal(("32", "32"), (await cluster.PlannedAsync("7"), await cluster.PlannedAsync("8")));
        Assert.Equal(["132", "_132", "321", "32"], await PlansAsync(cluster, "7"));
        Assert.Equal(["132", "_132", "321", "32"], await PlansAsync(cluster, "8"));
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_single_copy_moves_too_and_a_follower_moves_by_being_added_first()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync(Job("900", "7", 1, 2, isLeader: true));
        await cluster.EndOfAsync("900");
        Assert.Equal(["12", "_12", "21", "2"], await PlansAsync(cluster, "7"));

        await cluster.PlanAsync("8", "12");
        await cluster.WriteAsync(Job("901", "8", 2, 3, isLeader: false));
        await cluster.EndOfAsync("901");
        Assert.Equal(["123", "13"], await PlansAsync(cluster, "8"));
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_leader_may_stay_as_follower_of_the_one_it_gave_way_to()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "7", 1, 2, isLeader: true, remains: true));
        await cluster.EndOfAsync("900");
        Assert.Equal("21", await cluster.PlannedAsync("7"));
        await Eventually.Async(async () => await cluster.CurrentAsync("7") == "21");
        Assert.Equal("", await cluster.AtAsync("Target/ReturnLeadership/s71"));
    }

    [Theory]
    [InlineData(1, 1, true, false, "Source and destination")]
    [InlineData(1, 9, true, false, "toServer does not exist")]
    [InlineData(2, 3, true, false, "must be the leader")]
    [InlineData(1, 3, false, false, "must be a follower")]
    [InlineData(2, 1, false, false, "must not be planned")]
    [InlineData(2, 3, false, true, "remainsFollower is invalid")]
    [InlineData(1, 2, true, false, "remainsFollower must be true")]
    public async Task A_move_that_makes_no_sense_fails_with_its_reason(int from, int to, bool isLeader, bool remains, string reason)
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "7", from, to, isLeader, remains));
        Assert.Contains(reason, (string?)(await cluster.EndOfAsync("900"))["reason"], StringComparison.Ordinal);
        Assert.Equal("12", await cluster.PlannedAsync("7"));
    }

    [Fact]
    public async Task An_aborted_move_is_rolled_back_and_gives_its_locks_back()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        cluster.HeldBack.Add("PRMR-3");
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "7", 1, 3, isLeader: true));
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/Shards/s71") == "\"900\"");
        Assert.Equal(
            ("[\"900\"]", "[\"900\"]"),
            (await cluster.AtAsync("Supervision/DBServers/PRMR-1"), await cluster.AtAsync("Supervision/DBServers/PRMR-3")));

        // A second move of the same shard waits for its turn.
        await cluster.WriteAsync(Job("901", "7", 2, 3, isLeader: false));
        await cluster.WriteAsync("""{"arango/Target/Pending/900/abort":true}""");
        Assert.Contains("Killed via API", (string?)(await cluster.EndOfAsync("900"))["reason"], StringComparison.Ordinal);
        await cluster.EndOfAsync("901");
        await Eventually.Async(async () => await cluster.PlannedAsync("7") == "12");
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task Moves_go_on_under_the_next_leader_of_the_agency()
    {
        await using var cluster = await ShardCluster.StartedAsync(3, agents: 3);
        cluster.HeldBack.Add("PRMR-3");
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "7", 1, 3, isLeader: true));
        await Eventually.Async(async () => await cluster.PlannedAsync("7") == "132");
        await cluster.Network.KillAsync(await cluster.Network.LeaderAsync());
        cluster.HeldBack.Clear();
        Assert.Null((await cluster.EndOfAsync("900"))["reason"]);
        Assert.Equal("32", await cluster.PlannedAsync("7"));
    }

    private static string Text(bool value) => value ? "true" : "false";

    /// <summary>Every list of servers that the supervision ever planned for the collection's shard, in order.</summary>
    private static async Task<List<string>> PlansAsync(ShardCluster cluster, string id)
    {
        var state = await cluster.Network.GetAsync(await cluster.Network.LeaderAsync(), "state");
        return [.. state.Body!["log"]!.AsArray()
            .Select(e => e!["request"]?[$"/arango/Plan/Collections/d/{id}/shards/s{id}1"]?.AsArray())
            .Where(a => a is not null)
            .Select(a => string.Concat(a!.Select(s => s!.ToString().Replace("PRMR-", "", StringComparison.Ordinal))))];
    }
}
