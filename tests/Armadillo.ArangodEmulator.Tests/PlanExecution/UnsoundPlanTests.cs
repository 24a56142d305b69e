using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using Armadillo.ArangodEmulator.Tests.Sharding;

namespace Armadillo.ArangodEmulator.Tests.PlanExecution;

/// <summary>Anybody may write anything into the agency: a server does what it can of it and says what it cannot.</summary>
public sealed class UnsoundPlanTests
{
    [Fact]
    public async Task Entries_that_cannot_be_carried_out_are_told_once_and_do_not_hold_up_the_others()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var server = cluster.IdOf("db1");
        await cluster.WriteAgencyAsync("/arango/Plan/Databases/1x", """{"name":"1x","id":"4711"}""");
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/4712", Collection("odd", "s4713", server, """{"type":"none"}"""));
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/4714", Collection("strange", "shard", server, """{"type":"traditional"}"""));
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/4715", """{"name":"bad","indexes":[{"id":"x","type":"ttl"}],"shards":{"s4716":["SERVER"]}}""".Replace("SERVER", server, StringComparison.Ordinal));
        await cluster.WriteAgencyAsync("/arango/Plan/ReplicatedLogs/_system/4717", """{"id":4717,"participantsConfig":{"generation":"x","participants":{"SERVER":7}},"currentTerm":{"term":1,"leader":{"serverId":"SERVER","rebootId":1}}}""".Replace("SERVER", server, StringComparison.Ordinal));
        await cluster.WriteAgencyAsync("/arango/Plan/Version", "100");

        var made = ClusterCollectionTests.PostAsync(cluster, """{"name":"products","numberOfShards":2,"replicationFactor":2}""");
        await Eventually.Async(async () => await InSyncAsync(cluster, "products") is { Count: 2 } shards && shards.All(static s => s == 2));
        Assert.Equal(200, (await made).Status);
        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/document/products", """{"_key":"a"}""")).Status);
        foreach (var place in (string[])["Plan/Databases/1x", "Plan/Collections/_system/4712", "Plan/Collections/_system/4714"])
        {
            Assert.Single(cluster["db1"].Output, l => l.Contains(place, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_shards_of_a_dropped_database_go_with_it()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var before = await ShardsAsync(cluster);
        Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"shop"}""")).Status);
        Assert.Equal(200, (await cluster.SendAsync(
            HttpMethod.Post, "coordinator", "/_db/shop/_api/collection", """{"name":"products","numberOfShards":3,"replicationFactor":2}""")).Status);
        Assert.True(await ShardsAsync(cluster) > before);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/shop", "")).Status);
        await Eventually.Async(async () => await ShardsAsync(cluster) == before);
    }

    private static string Collection(string name, string shard, string server, string keys) =>
        $$"""{"name":"{{name}}","type":2,"replicationFactor":1,"keyOptions":{{keys}},"shardKeys":["_key"],"indexes":[],"shards":{"{{shard}}":["{{server}}"]} }""";

    /// <summary>For each shard, how many servers are in sync.</summary>
    private static async Task<IReadOnlyList<int>> InSyncAsync(TestCluster cluster, string name)
    {
        var planned = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.AsObject();
        if (planned.FirstOrDefault(c => (string?)c.Value!["name"] == name) is not { Key: { } id })
        {
            return [];
        }

        var current = await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", id) as JsonObject ?? [];
        return [.. current.Select(static s => s.Value!["servers"]!.AsArray().Count)];
    }

    private static async Task<int> ShardsAsync(TestCluster cluster)
    {
        var text = await Requests.TextAsync(cluster.Port("db1"), "/_admin/metrics", cluster.Token);
        var line = text.Split('\n').Single(static l => l.StartsWith("arangodb_shards_number", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
