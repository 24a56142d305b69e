using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class SatelliteTests
{
    [Fact]
    public async Task A_satellite_collection_comes_to_every_dbserver_that_joins()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var made = await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", """{"name":"moon","replicationFactor":"satellite"}""");
        Assert.Equal((200, 1, "satellite"), (made.Status, (int)made.Body!["numberOfShards"]!, (string?)made.Body["replicationFactor"]));
        await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/document/moon", """{"_key":"1"}""");
        var several = await cluster.SendAsync(
            HttpMethod.Post, "coordinator", "/_api/collection", """{"name":"moons","replicationFactor":"satellite","numberOfShards":2}""");
        Assert.Equal((400, 10L), (several.Status, several.ErrorNum));

        await cluster.StartDbServer("db3").WaitUntilReadyAsync();
        await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", "/_admin/cluster/shardDistribution"),
            static a => a.Body!["results"]!["moon"]!["Current"]!.AsObject().Single().Value!["followers"]!.AsArray().Count == 2);
        Assert.Equal(200, (await cluster.GetAsync("coordinator", "/_api/document/moon/1")).Status);
    }
}
