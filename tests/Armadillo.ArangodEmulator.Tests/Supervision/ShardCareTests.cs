using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class ShardCareTests
{
    [Fact]
    public async Task Shards_get_as_many_followers_as_their_collection_wants()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/7/replicationFactor":3}""");
        await Eventually.Async(async () => (await cluster.CurrentAsync("7")).Length == 3);
        Assert.Contains("addFollower", await cluster.AtAsync("Target/Finished"), StringComparison.Ordinal);

        var before = await cluster.PlannedAsync("7");
        cluster.HeldBack.Add($"PRMR-{before[1]}");
        await Eventually.Async(async () => (await cluster.CurrentAsync("7")).Length == 2);
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/7/replicationFactor":2}""");

        // The follower that is behind goes, although it was not the last one.
        await Eventually.Async(async () => await cluster.PlannedAsync("7") == $"{before[0]}{before[2]}");
        Assert.Contains("removeFollower", await cluster.AtAsync("Target/Finished"), StringComparison.Ordinal);
        await cluster.QuietAsync();
    }

    [Fact]
    public async Task A_satellite_is_wanted_everywhere()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        await cluster.PlanAsync("7", "2", "\"replicationFactor\":\"satellite\"");
        await Eventually.Async(async () => (await cluster.CurrentAsync("7")).Length == 3);
    }

    [Fact]
    public async Task What_a_lost_coordinator_was_creating_is_taken_back()
    {
        await using var cluster = await ShardCluster.StartedAsync(1);
        const string Lost = "\"isBuilding\":true,\"coordinator\":\"CRDN-1\",\"coordinatorRebootId\":1";
        await cluster.WriteAsync($$$"""
            {"arango/Plan/Databases/half":{"name":"half",{{{Lost}}}},"arango/Plan/Databases/d":{"name":"d"},
             "arango/Plan/Collections/half":{},"arango/Plan/Analyzers/half":{},
             "arango/Plan/Collections/d/7":{"name":"c",{{{Lost}}},"replicationFactor":2,"shards":{"s71":["PRMR-1"]}},
             "arango/Plan/Collections/d/8":{"name":"_system",{{{Lost}}},"replicationFactor":2,"shards":{"s81":["PRMR-1"]}},
             "arango/Plan/Analyzers/d":{"revision":3,"buildingRevision":4,"coordinator":"CRDN-1","coordinatorRebootId":1} }
            """);
        await Eventually.Async(async () => await cluster.AtAsync("Plan/Databases/half") == "");
        await Eventually.Async(async () => await cluster.AtAsync("Plan/Collections/d/7") == "");
        await Eventually.Async(async () => await cluster.AtAsync("Plan/Analyzers/d") == """{"buildingRevision":3,"revision":3}""");
        Assert.Equal(("", ""), (await cluster.AtAsync("Plan/Collections/half"), await cluster.AtAsync("Plan/Analyzers/half")));
        Assert.NotEqual("", await cluster.AtAsync("Plan/Collections/d/8"));
        Assert.NotEqual("", await cluster.AtAsync("Plan/Databases/d"));
    }

    [Fact]
    public async Task What_a_failed_server_reported_about_dropped_collections_is_forgotten()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        await cluster.PlanAsync("7", "1", "\"replicationFactor\":1");
        cluster.Kill(1);
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/7":{"op":"delete"} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Current/Collections/d/7/s71") == "");
        var job = await cluster.EndOfAsync("2");
        Assert.Equal(("cleanUpLostCollection", "s71"), ((string?)job["type"], (string?)job["server"]));
    }
}
