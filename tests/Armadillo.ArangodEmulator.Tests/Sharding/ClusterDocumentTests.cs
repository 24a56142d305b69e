using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Sharding.ClusterCollectionTests;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class ClusterDocumentTests
{
    private const string Path = "/_api/document/products";

    [Fact]
    public async Task Documents_live_through_the_recorded_answers_on_any_coordinator()
    {
        await using var cluster = await StartAsync("""{"name":"products","numberOfShards":3,"replicationFactor":2}""");
        RecordedAnswer.Check("document-create", await SendAsync(cluster, HttpMethod.Post, $"{Path}?waitForSync=true", """{"hello":"world"}"""));
        RecordedAnswer.Check("document-new", await SendAsync(cluster, HttpMethod.Post, $"{Path}?returnNew=true", """{"Hello":"World"}"""));
        var made = await SendAsync(cluster, HttpMethod.Post, Path, """{"hello":"world"}""");
        RecordedAnswer.Check("document-accept", made);
        var key = (string?)made.Body!["_key"];
        RecordedAnswer.Check("document-read", await SendAsync(cluster, HttpMethod.Get, $"{Path}/{key}", null));
        RecordedAnswer.Check("document-conflict", await SendAsync(cluster, HttpMethod.Patch, $"{Path}/{key}", "{}", ("If-Match", "\"_nonsense\"")));
        RecordedAnswer.Check("document-delete", await SendAsync(cluster, HttpMethod.Delete, $"{Path}/{key}?waitForSync=true", null));
        RecordedAnswer.Check("document-unknown", await SendAsync(cluster, HttpMethod.Get, $"{Path}/{key}", null));
        Assert.Equal((404, 1202L), Error(await SendAsync(cluster, HttpMethod.Patch, $"{Path}/{key}", "{}")));

        RecordedAnswer.Check("document-multi", await SendAsync(cluster, HttpMethod.Post, Path, """[{"_key":"a"},{"_key":"b"},{"_key":"c"}]"""));
        var mixed = await SendAsync(cluster, HttpMethod.Post, Path, """[{"_key":"a"},{"_key":"d"},{"_key":"b"},{"_key":"no good"}]""");
        Assert.Equal("1210:2,1221:1", mixed.Headers.GetValues("x-arango-error-codes").Single());
        Assert.Equal("d", (string?)mixed.Body![1]!["_key"]);
        var read = await SendAsync(cluster, HttpMethod.Put, $"{Path}?onlyget=true", """["b","nobody",{"_id":"products/c"}]""");
        Assert.Equal(["b", null, "c"], read.Body!.AsArray().Select(static d => (string?)d!["_key"]));
        Assert.Equal("products/c", (string?)read.Body[2]!["_id"]);
        Assert.Equal((409, 1210L), Error(await SendAsync(cluster, HttpMethod.Post, Path, """{"_key":"a"}""")));
        var replaced = await SendAsync(cluster, HttpMethod.Post, $"{Path}?overwriteMode=replace&returnOld=true", """{"_key":"a","n":1}""");
        Assert.Equal("a", (string?)replaced.Body!["old"]!["_key"]);
        var removed = await SendAsync(cluster, HttpMethod.Delete, Path, """["a","products/b",{"_key":"c"},"nobody"]""");
        Assert.Equal([null, null, null, 1202], removed.Body!.AsArray().Select(static d => (int?)d!["errorNum"]));
        Assert.Equal(3, await CountAsync(cluster, "products"));
        Assert.Equal(200, (await SendAsync(cluster, HttpMethod.Put, "/_api/collection/products/truncate", null)).Status);
        Assert.Equal(0, await CountAsync(cluster, "products"));
    }

    [Fact]
    public async Task Every_shard_gets_its_part_all_copies_are_alike_and_revisions_guard_writes()
    {
        await using var cluster = await StartAsync("""{"name":"products","numberOfShards":4,"replicationFactor":2}""");
        var documents = new JsonArray([.. Enumerable.Range(0, 100).Select(static i => (JsonNode)new JsonObject { ["_key"] = $"k{i}", ["n"] = i })]);
        Assert.Equal(202, (await SendAsync(cluster, HttpMethod.Post, Path, documents.ToJsonString())).Status);
        Assert.Equal(100, await CountAsync(cluster, "products"));
        var first = await SendAsync(cluster, HttpMethod.Get, $"{Path}/k7", null);
        var revision = (string)first.Body!["_rev"]!;
        Assert.Equal(304, (await SendAsync(cluster, HttpMethod.Get, $"{Path}/k7", null, ("If-None-Match", $"\"{revision}\""))).Status);
        var patched = await SendAsync(cluster, HttpMethod.Patch, $"{Path}/k7", """{"n":null}""", ("If-Match", $"\"{revision}\""));
        Assert.Equal(revision, (string?)patched.Body!["_oldRev"]);
        Assert.Equal(412, (await SendAsync(cluster, HttpMethod.Put, $"{Path}/k7?ignoreRevs=false", $$"""{"_rev":"{{revision}}"}""")).Status);

        var shards = (await cluster.GetAsync("coordinator", "/_api/collection/products/shards?details=true")).Body!["shards"]!.AsObject();
        foreach (var (shard, servers) in shards)
        {
            var leader = await cluster.GetAsync(cluster.NameOf((string)servers![0]!), $"/_emulator/shard/{shard}/documents");
            Assert.InRange(leader.Body!.AsArray().Count, 5, 60);
            Assert.Equal(await JournalAsync(cluster, (string)servers[0]!, shard), await JournalAsync(cluster, (string)servers[1]!, shard));
        }
    }

    [Fact]
    public async Task Other_shard_keys_spread_documents_by_their_values_and_leave_keys_to_the_server()
    {
        await using var cluster = await StartAsync("""{"name":"products","numberOfShards":3,"shardKeys":["country"]}""");
        Assert.Equal((400, 1466L), Error(await SendAsync(cluster, HttpMethod.Post, Path, """{"_key":"a","country":"de"}""")));
        var made = await SendAsync(cluster, HttpMethod.Post, Path, """[{"country":"de"},{"country":"de"},{"country":"fr"}]""");
        var keys = made.Body!.AsArray().Select(static d => (string)d!["_key"]!).ToArray();
        Assert.Equal("fr", (string?)(await SendAsync(cluster, HttpMethod.Get, $"{Path}/{keys[2]}", null)).Body!["country"]);
        Assert.Equal((404, 1202L), Error(await SendAsync(cluster, HttpMethod.Get, $"{Path}/nobody", null)));
        Assert.Equal(202, (await SendAsync(cluster, HttpMethod.Patch, $"{Path}/{keys[0]}", """{"n":1}""")).Status);
        Assert.Equal(202, (await SendAsync(cluster, HttpMethod.Delete, $"{Path}/{keys[1]}", null)).Status);
        Assert.Equal(2, await CountAsync(cluster, "products"));
    }

    [Fact]
    public async Task Queries_gather_from_all_shards_and_write_to_them()
    {
        await using var cluster = await StartAsync("""{"name":"products","numberOfShards":3}""");
        await QueryAsync(cluster, "FOR i IN 1..50 INSERT { _key: CONCAT, n: i } INTO products", expect: 501);
        await QueryAsync(cluster, "FOR i IN 1..50 INSERT { n: i } INTO products");
        var sorted = await QueryAsync(cluster, "FOR d IN products FILTER d.n > 45 SORT d.n DESC LIMIT 3 RETURN d.n");
        Assert.Equal("[50,49,48]", sorted.Body!["result"]!.ToJsonString());
        var updated = await QueryAsync(cluster, "FOR d IN products FILTER d.n == 50 UPDATE d WITH { m: 1 } IN products RETURN NEW.m");
        Assert.Equal("[1]", updated.Body!["result"]!.ToJsonString());
        await QueryAsync(cluster, "FOR d IN products FILTER d.n <= 10 REMOVE d IN products");
        var batch = await SendAsync(cluster, HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN products RETURN d","batchSize":30,"count":true}""");
        Assert.Equal(40, (int?)batch.Body!["count"]);
        var rest = await SendAsync(cluster, HttpMethod.Post, $"/_api/cursor/{(string?)batch.Body["id"]}", null);
        Assert.Equal(10, rest.Body!["result"]!.AsArray().Count);
        Assert.Equal((404, 1203L), Error(await QueryAsync(cluster, "FOR d IN nobody RETURN d", expect: 404)));
    }

    private static async Task<Answer> QueryAsync(TestCluster cluster, string query, int expect = 201)
    {
        var answer = await SendAsync(cluster, HttpMethod.Post, "/_api/cursor", new JsonObject { ["query"] = query }.ToJsonString());
        Assert.Equal(expect, answer.Status);
        return answer;
    }

    private static async Task<TestCluster> StartAsync(string collection)
    {
        var cluster = new TestCluster();
        await cluster.StartAllAsync();
        Assert.Equal(200, (await PostAsync(cluster, collection)).Status);
        return cluster;
    }

    private static async Task<int?> CountAsync(TestCluster cluster, string collection) =>
        (int?)(await cluster.GetAsync("coordinator", $"/_api/collection/{collection}/count")).Body!["count"];

    private static Task<Answer> SendAsync(
        TestCluster cluster, HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        Requests.SendAsync(method, cluster.Port("coordinator"), path, cluster.Token, body, headers);

    /// <summary>The documents that a server has kept of a shard, as lines of its journal.</summary>
    private static async Task<string[]> JournalAsync(TestCluster cluster, string id, string shard)
    {
        var lines = await File.ReadAllLinesAsync(System.IO.Path.Combine(cluster.DirectoryOf(cluster.NameOf(id)), "emulator-journal"));
        return [.. lines.Where(l => l.Contains("\"op\":\"put\"", StringComparison.Ordinal) && l.Contains($"\"collection\":{shard[1..]},", StringComparison.Ordinal))];
    }
}
