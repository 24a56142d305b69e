using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class ClusterDatabaseTests
{
    [Fact]
    public async Task A_database_is_there_on_all_servers_when_its_creation_is_answered_and_on_none_after_its_end()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var second = cluster.StartCoordinator("second");
        Assert.Equal(201, (await PostAsync(cluster, """{"name":"shop","options":{"replicationFactor":2,"writeConcern":2}}""")).Status);

        var planned = (JsonObject)(await cluster.ReadAgencyAsync("arango", "Plan", "Databases", "shop"))!;
        Assert.False(planned.ContainsKey("isBuilding"));
        Assert.Equal("shop", (string?)planned["name"]);
        var reported = (JsonObject)(await cluster.ReadAgencyAsync("arango", "Current", "Databases", "shop"))!;
        Assert.Equal(
            [.. new[] { cluster.IdOf("db1"), cluster.IdOf("db2") }.Order(StringComparer.Ordinal)],
            reported.Select(static x => x.Key).ToArray());
        Assert.All(reported, x => Assert.Equal((string?)planned["id"], (string?)x.Value!["id"]));

        await second.WaitUntilReadyAsync();
        var described = (await cluster.GetAsync("second", "/_db/shop/_api/database/current")).Body!["result"]!;
        Assert.Equal(
            ["id", "name", "isSystem", "sharding", "replicationFactor", "writeConcern", "replicationVersion", "path"],
            described.AsObject().Select(static x => x.Key));
        Assert.Equal(2, (int?)described["writeConcern"]);
        Assert.Equal("""["_system","shop"]""", (await cluster.GetAsync("second", "/_api/database")).Body!["result"]!.ToJsonString());
        Assert.Equal(200, (await cluster.GetAsync("db1", "/_db/shop/_api/version")).Status);
        Assert.Equal((409, 1207L), Error(await PostAsync(cluster, """{"name":"shop"}""")));
        Assert.Equal((400, 1229L), Error(await PostAsync(cluster, """{"name":"1"}""")));

        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/shop", "")).Status);
        Assert.Equal((404, 1228L), Error(await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/shop", "")));
        Assert.Null(await cluster.ReadAgencyAsync("arango", "Plan", "Databases", "shop"));
        Assert.Null(await cluster.ReadAgencyAsync("arango", "Current", "Databases", "shop"));
        Assert.Equal((404, 1228L), Error(await cluster.GetAsync("db2", "/_db/shop/_api/version")));
        Assert.Equal((404, 1228L), Error(await cluster.GetAsync("coordinator", "/_db/shop/_api/version")));
    }

    [Fact]
    public async Task A_dbserver_that_was_away_catches_up_with_the_plan()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync("--agency.supervision-ok-threshold", "2", "--agency.supervision-grace-period", "6");
        await PostAsync(cluster, """{"name":"old"}""");
        await cluster["db2"].DisposeAsync();
        await cluster.WaitForHealthAsync(h => (string?)h[cluster.IdOf("db2")]!["Status"] == "FAILED");
        Assert.Equal(201, (await PostAsync(cluster, """{"name":"new"}""")).Status);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/old", "")).Status);

        await cluster.StartDbServer("db2").WaitUntilReadyAsync();
        await Requests.UntilAsync(() => cluster.GetAsync("db2", "/_db/new/_api/version"), static a => a.Status == 200);
        await Requests.UntilAsync(() => cluster.GetAsync("db2", "/_db/old/_api/version"), static a => a.Status == 404);
    }

    private static Task<Answer> PostAsync(TestCluster cluster, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", body);

    private static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
