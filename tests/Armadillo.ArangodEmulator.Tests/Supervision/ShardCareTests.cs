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
    public async Task Indexes_of_a_lost_coordinator_are_finished_where_all_shards_have_them_and_taken_back_otherwise()
    {
        await using var cluster = await ShardCluster.StartedAsync(1);
        const string Lost = "\"isBuilding\":true,\"coordinator\":\"CRDN-1\",\"coordinatorRebootId\":1";
        await cluster.PlanAsync("7", "1", "\"replicationFactor\":1");
        await cluster.PlanAsync("8", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync("""{"arango/Current/Collections/d/7/s71/indexes":[{"id":"5"},{"id":"6","error":true}],"arango/Plan/Collections/d/8/name":"_own"}""");
        await cluster.WriteAsync($$"""
            {"arango/Plan/Collections/d/7/indexes":[{"id":"0"},{"id":"5","type":"persistent",{{Lost}} },{"id":"6",{{Lost}} },{"id":"7",{{Lost}} }],
             "arango/Plan/Collections/d/8/indexes":[{"id":"9",{{Lost}} }] }
            """);
        await Eventually.Async(async () => await cluster.AtAsync("Plan/Collections/d/7/indexes") == """[{"id":"0"},{"id":"5","type":"persistent"}]""");
        Assert.Contains("isBuilding", await cluster.AtAsync("Plan/Collections/d/8/indexes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_in_maintenance_are_given_no_shards_and_not_replaced_when_they_fail()
    {
        await using var cluster = await ShardCluster.StartedAsync(3);
        string Wish(int server) => $$"""{"arango/Target/MaintenanceDBServers/PRMR-{{server}}":{"Mode":"maintenance","Until":"2999-01-01T00:00:00Z"} }""";
        await cluster.PlanAsync("7", "12");
        await cluster.WriteAsync(Wish(3));
        await Eventually.Async(async () => await cluster.AtAsync("Current/MaintenanceDBServers/PRMR-3") != "");
        await cluster.PlanAsync("8", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/8/replicationFactor":2}""");
        await Eventually.Async(async () => await cluster.CurrentAsync("8") == "12");

        await cluster.WriteAsync(Wish(2));
        await Eventually.Async(async () => await cluster.AtAsync("Current/MaintenanceDBServers/PRMR-2") != "");
        cluster.Kill(2);
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/Health/PRMR-2/Status") == "\"FAILED\"");
        await cluster.WriteAsync("""{"arango/Target/MaintenanceDBServers/PRMR-3":{"Mode":"normal","Until":"2999-01-01T00:00:00Z"} }""");
        await cluster.PlanAsync("9", "1", "\"replicationFactor\":1");
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/9/replicationFactor":2}""");
        await Eventually.Async(async () => await cluster.CurrentAsync("9") == "13");
        Assert.Equal(("12", "12"), (await cluster.PlannedAsync("7"), await cluster.PlannedAsync("8")));
        Assert.Equal("", await cluster.AtAsync("Current/MaintenanceDBServers/PRMR-3"));
        Assert.NotEqual("", await cluster.AtAsync("Target/MaintenanceDBServers/PRMR-3"));

        // Nor does it stop a move of a shard that it holds.
        await cluster.WriteAsync(MoveShardTests.Job("900", "7", 1, 3, isLeader: true));
        await Eventually.Async(async () => (await cluster.PlannedAsync("7")).StartsWith('3'));
    }

    [Fact]
    public async Task What_a_failed_server_reported_about_dropped_collections_is_forgotten()
    {
        await using var cluster = await ShardCluster.StartedAsync(2);
        await cluster.PlanAsync("7", "1", "\"replicationFactor\":1");
        cluster.Kill(1);
        await cluster.WriteAsync("""{"arango/Current/Collections/d/7/s79":{"servers":["PRMR-1"]} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Current/Collections/d/7/s79") == "");
        Assert.NotEqual("", await cluster.AtAsync("Current/Collections/d/7/s71"));
        await cluster.WriteAsync("""{"arango/Plan/Collections/d/7":{"op":"delete"} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Current/Collections/d/7/s71") == "");
        var job = await cluster.EndOfAsync("3");
        Assert.Equal(("cleanUpLostCollection", "s71"), ((string?)job["type"], (string?)job["server"]));
    }
}
