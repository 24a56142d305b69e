using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class DatabaseShardingTests(OneCluster one) : IClassFixture<OneCluster>
{
    private readonly TestCluster _cluster = one.Running;

    [Fact]
    public async Task All_collections_of_a_one_shard_database_lie_on_the_same_servers()
    {
        await CreateAsync("/_api/database", """{"name":"together","options":{"sharding":"single","replicationFactor":2}}""", 201);
        Assert.Equal("single", (string?)(await GetAsync("/_db/together/_api/database/current")).Body!["result"]!["sharding"]);
        await CreateAsync("/_db/together/_api/collection", """{"name":"a"}""");
        await CreateAsync("/_db/together/_api/collection", """{"name":"b","numberOfShards":1}""");
        var servers = await ServersAsync("/_db/together", "a");
        Assert.Equal(2, servers.Count);
        Assert.Equal(servers, await ServersAsync("/_db/together", "b"));
        Assert.Equal(servers, await ServersAsync("/_db/together", "_graphs"));
        foreach (var wrong in (string[])["\"numberOfShards\":2", "\"distributeShardsLike\":\"a\""])
        {
            var refused = await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_db/together/_api/collection", $"{{\"name\":\"c\",{wrong}}}");
            Assert.Equal((400, 10L), (refused.Status, refused.ErrorNum));
        }

        await CreateAsync("/_db/together/_api/document/a", """{"_key":"1"}""", 202);
        Assert.Equal(200, (await GetAsync("/_db/together/_api/document/a/1")).Status);
    }

    [Fact]
    public async Task A_new_database_has_its_system_collections_and_what_it_says_about_copies_holds_for_collections()
    {
        await CreateAsync("/_api/database", """{"name":"filled","options":{"replicationFactor":2,"writeConcern":2}}""", 201);
        var names = (await GetAsync("/_db/filled/_api/collection")).Body!["result"]!.AsArray().Select(static c => (string)c!["name"]!);
        Assert.Equal(
            ["_analyzers", "_appbundles", "_apps", "_aqlfunctions", "_frontend", "_graphs", "_jobs", "_queues"], names.Order(StringComparer.Ordinal));
        var made = await CreateAsync("/_db/filled/_api/collection", """{"name":"own"}""");
        Assert.Equal((2, 2), ((int)made["replicationFactor"]!, (int)made["writeConcern"]!));
        Assert.Equal((500, 1485L), await DropAsync("/_db/filled/_api/collection/_graphs?isSystem=true"));
        Assert.Equal((200, null), await DropAsync("/_api/database/filled"));
    }

    [Fact]
    public async Task Collections_of_a_satellite_database_have_a_copy_everywhere()
    {
        await CreateAsync("/_api/database", """{"name":"moons","options":{"replicationFactor":"satellite"}}""", 201);
        Assert.Equal("satellite", (string?)(await GetAsync("/_db/moons/_api/database/current")).Body!["result"]!["replicationFactor"]);
        Assert.Equal("satellite", (string?)(await CreateAsync("/_db/moons/_api/collection", """{"name":"m"}"""))["replicationFactor"]);
        Assert.Equal(2, (await ServersAsync("/_db/moons", "m")).Count);
        var refused = await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"x","options":{"replicationFactor":"many"}}""");
        Assert.Equal((400, 10L), (refused.Status, refused.ErrorNum));
    }

    [Fact]
    public async Task Attributes_that_decide_about_the_shard_of_a_document_stay_as_they_are()
    {
        await CreateAsync("/_api/collection", """{"name":"spread","numberOfShards":4,"shardKeys":["country"]}""");
        var made = await CreateAsync("/_api/document/spread", """{"country":"at","n":1}""", 202);
        var path = $"/_api/document/spread/{(string?)made["_key"]}";
        Assert.Equal(202, (await _cluster.SendAsync(HttpMethod.Patch, "coordinator", path, """{"n":2}""")).Status);
        Assert.Equal(202, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", path, """{"country":"at","n":3}""")).Status);
        foreach (var (method, body) in ((HttpMethod, string)[])[(HttpMethod.Patch, """{"country":"de"}"""), (HttpMethod.Put, """{"n":4}""")])
        {
            var refused = await _cluster.SendAsync(method, "coordinator", path, body);
            Assert.Equal((400, 1469L), (refused.Status, refused.ErrorNum));
        }

        Assert.Equal(3, (int)(await GetAsync(path)).Body!["n"]!);
    }

    private Task<Answer> GetAsync(string path) => _cluster.GetAsync("coordinator", path);

    private async Task<JsonNode> CreateAsync(string path, string body, int status = 200)
    {
        var answer = await _cluster.SendAsync(HttpMethod.Post, "coordinator", path, body);
        Assert.True(answer.Status == status, answer.Text);
        return answer.Body!;
    }

    private async Task<(int, long?)> DropAsync(string path)
    {
        var answer = await _cluster.SendAsync(HttpMethod.Delete, "coordinator", path, "");
        return (answer.Status, answer.ErrorNum);
    }

    private async Task<IReadOnlyList<string>> ServersAsync(string database, string collection) =>
    [
        .. (await GetAsync($"{database}/_api/collection/{collection}/shards?details=true")).Body!["shards"]!.AsObject().Single().Value!.AsArray()
            .Select(static s => (string)s!),
    ];
}
