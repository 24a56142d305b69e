using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class DrainServerTests
{
    [Fact]
    public async Task A_server_is_cleaned_out_by_a_move_for_each_of_its_shards()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "12");
        await cluster.PlanAsync("8", "21");
        await cluster.PlanAsync("9", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync(Job("900", "cleanOutServer", 1));
        Assert.Null((await cluster.EndOfAsync("900"))["reason"]);
        Assert.Equal("[\"PRMR-1\"]", await cluster.AtAsync("Target/CleanedServers"));
        Assert.Equal("[]", await cluster.AtAsync("Target/ToBeCleanedServers"));
        Assert.Equal(("32", "23"), (await cluster.PlannedAsync("7"), await cluster.PlannedAsync("8")));
        Assert.DoesNotContain("1", await cluster.PlannedAsync("9"), StringComparison.Ordinal);
        Assert.Equal("900", (string?)(await cluster.EndOfAsync("900-2"))["parentJob"]);
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_server_that_the_others_cannot_stand_in_for_is_not_cleaned_out()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "cleanOutServer", 1));
        Assert.Contains("cannot be cleaned out", (string?)(await cluster.EndOfAsync("900"))["reason"], StringComparison.Ordinal);
        Assert.Equal("12", await cluster.PlannedAsync("7"));
    }

    [Fact]
    public async Task An_aborted_cleaning_takes_its_moves_with_it()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        cluster.HeldBack.Add("PRMR-3");
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "cleanOutServer", 1));
        await Eventually.Async(async () => await cluster.AtAsync("Target/Pending/900-0/type") == "\"moveShard\"");
        Assert.Equal("\"900\"", await cluster.AtAsync("Supervision/DBServers/PRMR-1"));
        Assert.Equal("[\"PRMR-1\"]", await cluster.AtAsync("Target/ToBeCleanedServers"));
        await cluster.WriteAsync("""{"arango/Target/Pending/900/abort":true}""");
        Assert.NotNull((await cluster.EndOfAsync("900"))["reason"]);
        Assert.Contains("parent job 900", (string?)(await cluster.EndOfAsync("900-0"))["reason"], StringComparison.Ordinal);
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToBeCleanedServers") == "[]");
        Assert.Equal("", await cluster.AtAsync("Target/CleanedServers"));
        await Eventually.Async(async () => (await cluster.PlannedAsync("7")).StartsWith("12", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_resigns_and_gets_its_leaderships_back_after_it_was_restarted()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        await cluster.PlanAsync("7", "12");
        await cluster.PlanAsync("8", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync(Job("900", "resignLeadership", 1));
        Assert.Null((await cluster.EndOfAsync("900"))["reason"]);
        var move = await cluster.EndOfAsync("900-0");
        Assert.Equal(
            ("moveShard", true, true, true),
            ((string?)move["type"], (bool?)move["isLeader"], (bool?)move["remainsFollower"], (bool?)move["tryUndo"]));
        Assert.Equal(("21", "1"), (await cluster.PlannedAsync("7"), await cluster.PlannedAsync("8")));
        Assert.Equal(["push", "erase"], await cluster.HistoryAsync("Target/ToBeCleanedServers", "op"));
        Assert.Equal("1", await cluster.AtAsync("Target/ReturnLeadership/s71/rebootId"));
        Assert.Equal("\"PRMR-1\"", await cluster.AtAsync("Target/ReturnLeadership/s71/moveShard/fromServer"));
        Assert.NotEqual("", await cluster.AtAsync("Target/ReturnLeadership/s71/removeIfNotStartedBy"));

        await cluster.WriteAsync("""{"arango/Current/ServersKnown/PRMR-1/rebootId":{"op":"increment"} }""");
        await Eventually.Async(async () => await cluster.CurrentAsync("7") == "12");
        await Eventually.Async(async () => await cluster.AtAsync("Target/ReturnLeadership") == "{}");
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_server_that_shall_resign_in_sync_waits_for_followers_as_long_as_it_may()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        cluster.HeldBack.Add("PRMR-2");
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Job("900", "resignLeadership", 1, ",\"waitForInSync\":true,\"waitForInSyncTimeout\":1"));
        Assert.Contains("in sync", (string?)(await cluster.EndOfAsync("900"))["reason"], StringComparison.Ordinal);
        await cluster.WriteAsync(Job("901", "resignLeadership", 1, ",\"waitForInSync\":true,\"undoMoves\":false"));
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToDo/901/type") != "");
        cluster.HeldBack.Clear();
        Assert.Null((await cluster.EndOfAsync("901"))["reason"]);
        Assert.Equal("21", await cluster.PlannedAsync("7"));
        Assert.Equal("", await cluster.AtAsync("Target/ReturnLeadership/s71"));
    }

    [Fact]
    public async Task A_cluster_with_more_servers_than_wanted_shrinks_by_the_last_one()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "32");
        await cluster.WriteAsync("""{"arango/Target/NumberOfDBServers":1}""");
        await Eventually.Async(async () => await cluster.AtAsync("Target/CleanedServers") == "[\"PRMR-3\"]");
        Assert.Equal("12", await cluster.PlannedAsync("7"));

        // Two are needed by the collection, so it ends here.
        await cluster.QuietAsync();
        Assert.Equal("[\"PRMR-3\"]", await cluster.AtAsync("Target/CleanedServers"));
    }

    private static string Job(string id, string type, int server, string more = "") => $$$"""
        {"arango/Target/ToDo/{{{id}}}":{"type":"{{{type}}}","jobId":"{{{id}}}","creator":"test","timeCreated":"{{{DateTime.UtcNow:s}}}Z","server":"PRMR-{{{server}}}"{{{more}}}} }
        """;
}
