using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class UnsoundTreeTests
{
    [Fact]
    public async Task What_cannot_be_carried_out_ends_neither_the_supervision_nor_holds_up_the_rest_of_a_round()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync("PRMR-1", "DBServer0001");
        cluster.Beat("PRMR-1");
        await HealthTests.StatusAsync(cluster, "PRMR-1", "GOOD");

        // A log that has no id shall be led again by a server that has been restarted.
        await cluster.WriteAsync($$"""
            {"arango/Target/ReplicatedLogs/d/5":{"participants":{"PRMR-1":{} },"version":1},
             "arango/Current/ReplicatedLogs/d/5/supervision/targetVersion":1,
             "arango/Target/ReturnLeadership/5":{"removeIfNotStartedBy":"2999-01-01T00:00:00Z","rebootId":0,
               "reconfigureReplicatedLog":{"database":"d","server":"PRMR-1"} },
             "arango/Target/ToDo/1":{{RemoveFollower(1)}} }
            """);
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToDo/1") == "");
        await cluster.WriteAsync($$"""{"arango/Target/ToDo/2":{{RemoveFollower(2)}} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Target/ToDo/2") == "");
        Assert.NotEqual("", await cluster.AtAsync("Target/ReturnLeadership/5"));
    }

    private static string RemoveFollower(int id) => $$"""
        {"type":"removeFollower","jobId":"{{id}}","creator":"t","timeCreated":"2026-01-01T00:00:00Z","database":"d","collection":"8","shard":"s81"}
        """;
}
