using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Sharding.ClusterCollectionTests;

namespace Armadillo.ArangodEmulator.Tests.Indexes;

public sealed class ClusterIndexTests
{
    [Fact]
    public async Task An_index_is_planned_made_by_every_shard_seen_by_all_coordinators_enforced_and_dropped()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster.StartCoordinator("second").WaitUntilReadyAsync();
        var id = await CreateCollectionAsync(cluster, """{"name":"products","numberOfShards":3,"replicationFactor":2}""");
        await InsertAsync(cluster, "products", """[{"_key":"a","n":1},{"_key":"b","n":1},{"_key":"c","n":2},{"_key":"d","n":2}]""");

        var created = await EnsureAsync(cluster, "products", """{"type":"persistent","fields":["n"],"name":"byN"}""");
        Assert.Equal(201, created.Status);
        Assert.True((bool?)created.Body!["isNewlyCreated"]);
        var index = (string)created.Body["id"]!;
        var planned = (JsonObject)(await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id, "indexes"))![1]!;
        Assert.Equal(index, $"products/{planned["id"]}");
        Assert.Equal(
            ["cacheEnabled", "deduplicate", "estimates", "fields", "id", "inBackground", "name", "sparse", "type", "unique"],
            planned.Select(static a => a.Key).Order(StringComparer.Ordinal));
        foreach (var (_, shard) in (await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", id))!.AsObject())
        {
            Assert.Equal([(string?)"primary", "byN"], shard!["indexes"]!.AsArray().Select(static i => (string?)i!["name"]));
        }

        var listed = await Requests.UntilAsync(
            () => cluster.GetAsync("second", "/_api/index?collection=products"), static a => a.Body?["indexes"]?.AsArray().Count == 2);
        Assert.Equal("persistent", (string?)listed.Body!["identifiers"]![index]!["type"]);
        Assert.InRange((double)listed.Body["indexes"]![1]!["selectivityEstimate"]!, 0.5, 1);
        var same = await EnsureAsync(cluster, "products", """{"type":"persistent","fields":["n"]}""");
        Assert.Equal((200, false, index), (same.Status, (bool?)same.Body!["isNewlyCreated"], (string?)same.Body["id"]));
        Assert.Equal((400, 1005L), Error(await EnsureAsync(cluster, "products", """{"type":"persistent","fields":["m"],"name":"byN"}""")));

        Assert.Equal((400, 1470L), Error(await EnsureAsync(cluster, "products", """{"type":"persistent","fields":["n"],"unique":true}""")));
        Assert.Equal(201, (await EnsureAsync(cluster, "products", """{"type":"persistent","fields":["n","_key"],"unique":true}""")).Status);
        Assert.Equal((404, 1212L), Error(await cluster.GetAsync("coordinator", "/_api/index/products/nobody")));
        Assert.Equal((403, 11L), Error(await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/index/products/0", "")));
        var dropped = await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/index/products/byN", "");
        Assert.Equal((200, index), (dropped.Status, (string?)dropped.Body!["id"]));
        Assert.Equal(2, (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id, "indexes"))!.AsArray().Count);
        Assert.Equal((404, 1212L), Error(await cluster.GetAsync("coordinator", $"/_api/index/{index}")));
    }

    [Fact]
    public async Task Unique_values_are_guarded_by_the_leader_also_after_a_kill_and_an_index_that_documents_violate_is_taken_back()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = await CreateCollectionAsync(cluster, """{"name":"users"}""");
        await InsertAsync(cluster, "users", """[{"_key":"a","mail":"a@x","age":1},{"_key":"b","mail":"b@x","age":1}]""");

        var refused = await EnsureAsync(cluster, "users", """{"type":"persistent","fields":["age"],"unique":true}""");
        Assert.Equal((400, 1210L), Error(refused));
        Assert.Contains("unique constraint violated", (string?)refused.Body!["errorMessage"], StringComparison.Ordinal);
        Assert.Single((await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id, "indexes"))!.AsArray());
        Assert.Equal(201, (await EnsureAsync(cluster, "users", """{"type":"persistent","fields":["mail"],"unique":true}""")).Status);
        Assert.Equal((409, 1210L), Error(await InsertAsync(cluster, "users", """{"_key":"c","mail":"a@x"}""")));
        Assert.Equal((409, 1210L), Error(await cluster.SendAsync(HttpMethod.Patch, "coordinator", "/_api/document/users/b", """{"mail":"a@x"}""")));
        Assert.Equal(202, (await InsertAsync(cluster, "users", """{"_key":"c","mail":"c@x"}""")).Status);

        var shard = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system", id, "shards"))!.AsObject().Single();
        var leader = cluster.NameOf((string)shard.Value![0]!);
        await cluster[leader].KillAsync();
        await cluster.RestartAsync(leader);
        Assert.Equal((409, 1210L), Error(await InsertAsync(cluster, "users", """{"_key":"d","mail":"c@x"}""")));
        Assert.Equal(202, (await InsertAsync(cluster, "users", """{"_key":"d","mail":"d@x"}""")).Status);
    }

    [Fact]
    public async Task The_edges_of_a_vertex_are_found_in_all_shards()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await CreateCollectionAsync(cluster, """{"name":"links","type":3,"numberOfShards":3}""");
        await InsertAsync(
            cluster, "links",
            """[{"_key":"1","_from":"n/a","_to":"n/b"},{"_key":"2","_from":"n/b","_to":"n/a"},{"_key":"3","_from":"n/a","_to":"n/a"},{"_key":"4","_from":"n/b","_to":"n/c"}]""");
        Assert.Equal(["1", "2", "3"], await EdgesAsync("any"));
        Assert.Equal(["1", "3"], await EdgesAsync("out"));
        Assert.Equal(["2", "3"], await EdgesAsync("in"));
        var indexes = (await cluster.GetAsync("coordinator", "/_api/index?collection=links")).Body!["indexes"]!.AsArray();
        Assert.Equal(["primary", "edge"], indexes.Select(static i => (string?)i!["name"]));
        await CreateCollectionAsync(cluster, """{"name":"plain"}""");
        Assert.Equal((400, 1218L), Error(await cluster.GetAsync("coordinator", "/_api/edges/plain?vertex=n/a")));

        async Task<IEnumerable<string?>> EdgesAsync(string direction) =>
            (await cluster.GetAsync("coordinator", $"/_api/edges/links?vertex=n/a&direction={direction}")).Body!["edges"]!.AsArray()
                .Select(static e => (string?)e!["_key"]).Order(StringComparer.Ordinal);
    }

    private static Task<Answer> EnsureAsync(TestCluster cluster, string collection, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"/_api/index?collection={collection}", body);

    private static Task<Answer> InsertAsync(TestCluster cluster, string collection, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"/_api/document/{collection}", body);

    private static async Task<string> CreateCollectionAsync(TestCluster cluster, string body) =>
        (string)(await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", body)).Body!["id"]!;
}
