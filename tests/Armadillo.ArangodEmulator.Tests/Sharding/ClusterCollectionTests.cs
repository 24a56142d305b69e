using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Conformance;
using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class ClusterCollectionTests
{
    [Fact]
    public async Task A_collection_is_spread_over_the_dbservers_reported_described_as_recorded_and_dropped()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var created = await PostAsync(cluster, """{"name":"testCollection","numberOfShards":3}""");
        Assert.Equal(200, created.Status);
        RecordedAnswer.Check("collection-shards", await cluster.GetAsync("coordinator", "/_api/collection/testCollection/shards?details=true"), ["shards"]);
        var id = (string)created.Body!["id"]!;
        var planned = (JsonObject)(await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id))!;
        Assert.False(planned.ContainsKey("isBuilding"));
        Assert.Equal(3, planned["shards"]!.AsObject().Count);
        Assert.Equal(2, planned["shards"]!.AsObject().Select(static s => (string?)s.Value![0]).Distinct().Count());

        var responsible = await cluster.SendAsync(
            HttpMethod.Put, "coordinator", "/_api/collection/testCollection/responsibleShard", """{"_key":"a"}""");
        Assert.Contains((string)responsible.Body!["shardId"]!, planned["shards"]!.AsObject().Select(static s => s.Key));
        Assert.Equal(0, (int?)(await cluster.GetAsync("coordinator", "/_api/collection/testCollection/count")).Body!["count"]);
        Assert.Equal((409, 1207L), Error(await PostAsync(cluster, """{"name":"testCollection"}""")));

        var deleted = await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/collection/testCollection", "");
        Assert.Equal(id, (string?)deleted.Body!["id"]);
        Assert.Null(await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id));
        Assert.Null(await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", id));
        Assert.Equal((404, 1203L), Error(await cluster.GetAsync("coordinator", "/_api/collection/testCollection")));
    }

    [Fact]
    public async Task All_copies_are_in_sync_when_the_creation_is_answered_and_shards_that_lie_like_others_do_so()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var model = (await PostAsync(cluster, """{"name":"model","numberOfShards":2,"replicationFactor":2,"writeConcern":2}""")).Body!;
        var like = (await PostAsync(cluster, """{"name":"like","distributeShardsLike":"model","type":3}""")).Body!;
        Assert.Equal(2, (int?)like["numberOfShards"]);
        Assert.Equal((string?)model["id"], (string?)like["distributeShardsLike"]);
        foreach (var id in new[] { (string)model["id"]!, (string)like["id"]! })
        {
            var shards = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id, "shards"))!.AsObject();
            foreach (var (shard, servers) in shards)
            {
                var current = (await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", id, shard))!;
                Assert.Equal(servers!.ToJsonString(), current["servers"]!.ToJsonString());
                Assert.Equal(servers.ToJsonString(), current["failoverCandidates"]!.ToJsonString());
                Assert.False((bool?)current["error"]);
                Assert.Equal("primary", (string?)current["indexes"]![0]!["type"]);
            }
        }

        var distribution = (await cluster.GetAsync("coordinator", "/_admin/cluster/shardDistribution")).Body!["results"]!;
        Assert.Equal(distribution["model"]!["Plan"]!.ToJsonString(), distribution["model"]!["Current"]!.ToJsonString());
        Assert.StartsWith("DBServer000", (string?)distribution["model"]!["Plan"]!.AsObject().First().Value!["leader"], StringComparison.Ordinal);
        Assert.Equal((500, 1485L), Error(await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/collection/model", "")));
        Assert.Equal((500, 1484L), Error(await PostAsync(cluster, """{"name":"chain","distributeShardsLike":"like"}""")));
        Assert.Equal((500, 1486L), Error(await PostAsync(cluster, """{"name":"nobody","distributeShardsLike":"no"}""")));
        Assert.Equal((500, 1487L), Error(await PostAsync(cluster, """{"name":"many","replicationFactor":3}""")));
        Assert.Equal((400, 1450L), Error(await PostAsync(cluster, """{"name":"many","numberOfShards":1001}""")));
        Assert.Equal((400, 10L), Error(await PostAsync(cluster, """{"name":"many","replicationFactor":1,"writeConcern":2}""")));
    }

    [Fact]
    public async Task The_first_coordinator_makes_the_system_collections_users_first_and_the_others_like_it()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var planned = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.AsObject();
        var names = planned.OrderBy(static c => long.Parse(c.Key, System.Globalization.CultureInfo.InvariantCulture)).Select(static c => (string?)c.Value!["name"]);
        Assert.Equal(
            [
                "_users", "_graphs", "_statistics", "_statistics15", "_statisticsRaw", "_analyzers", "_aqlfunctions", "_queues", "_jobs", "_apps",
                "_appbundles", "_frontend",
            ],
            names);
        var users = planned.First(static c => (string?)c.Value!["name"] == "_users").Key;
        Assert.Equal("10001", users);
        Assert.All(planned.Where(c => c.Key != users), c => Assert.Equal(users, (string?)c.Value!["distributeShardsLike"]));
        Assert.True((bool?)await cluster.ReadAgencyAsync("arango", "SystemCollectionsCreated"));
        var recorded = TestData.Json("agency_dump.3.10.json")["agency"]!["arango"]!["Plan"]!["Collections"]!["_system"]!;
        Assert.Equal(Indexes(recorded), Indexes(planned));
        var listed = (await cluster.GetAsync("coordinator", "/_api/collection?excludeSystem=true")).Body!["result"]!.AsArray();
        Assert.Empty(listed);
    }

    /// <summary>The indexes of all collections, without what differs each time.</summary>
    private static IEnumerable<string> Indexes(JsonNode collections) => collections.AsObject()
        .SelectMany(static c => c.Value!["indexes"]!.AsArray().Select(i => (Collection: (string)c.Value!["name"]!, Index: i!.DeepClone().AsObject())))
        .Select(static i =>
        {
            i.Index["id"] = i.Index["id"]!.ToString() == "0" ? "0" : "*";
            i.Index["name"] = System.Text.RegularExpressions.Regex.Replace((string)i.Index["name"]!, "^idx_[0-9]+$", "idx_*");
            return $"{i.Collection} {string.Join(", ", i.Index.Select(static a => $"{a.Key}: {a.Value!.ToJsonString()}").Order(StringComparer.Ordinal))}";
        })
        .Order(StringComparer.Ordinal);

    internal static Task<Answer> PostAsync(TestCluster cluster, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", body);

    internal static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
