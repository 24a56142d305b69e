using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Rebalancing;

public sealed class RebalanceTests(OneCluster one) : IClassFixture<OneCluster>
{
    private const string Path = "/_admin/cluster/rebalance";

    private readonly TestCluster _cluster = one.Running;

    [Fact]
    public async Task Shards_that_lie_on_one_server_are_spread_again_as_planned()
    {
        var first = _cluster.IdOf("db1");
        await CrowdAsync("crowded", first);
        var before = await ImbalanceAsync(Path);
        var rules = """{"version":1,"leaderChanges":true,"moveLeaders":true,"moveFollowers":true,"excludeSystemCollections":true,"databasesExcluded":["older"]}""";
        var planned = await _cluster.SendAsync(HttpMethod.Post, "coordinator", Path, rules);
        Assert.Equal(200, planned.Status);
        var moves = planned.Body!["result"]!["moves"]!.AsArray();
        Assert.Equal(2, moves.Count);
        Assert.All(moves, m => Assert.Equal((first, _cluster.IdOf("db2")), ((string?)m!["from"], (string?)m["to"])));
        Assert.True(Shards(planned.Body["result"]!["imbalanceAfter"]!) < Shards(planned.Body["result"]!["imbalanceBefore"]!));
        Assert.Equal(before, await ImbalanceAsync(Path));

        Assert.Equal(202, (await _cluster.SendAsync(HttpMethod.Put, "coordinator", Path, rules)).Status);
        await SpreadAsync("crowded");
    }

    [Fact]
    public async Task The_older_way_moves_shards_from_the_fullest_server_to_the_emptiest()
    {
        Assert.Equal(201, (await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"older"}""")).Status);
        await CrowdAsync("crowded", _cluster.IdOf("db1"), "older");
        var started = await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_db/older/_admin/cluster/rebalanceShards", "");
        Assert.Equal((202, 2), (started.Status, (int)started.Body!["result"]!["operations"]!));
        Assert.Equal(400, (await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_admin/cluster/rebalanceShards?algorithm=clever", "")).Status);
        await SpreadAsync("crowded", "older");
        var nothing = await _cluster.SendAsync(HttpMethod.Post, "coordinator", "/_db/older/_admin/cluster/rebalanceShards", "");
        Assert.Equal((200, 0), (nothing.Status, (int)nothing.Body!["result"]!["operations"]!));
    }

    [Theory]
    [InlineData("POST", "", """{"version":2}""", 400)]
    [InlineData("POST", "", """{"version":1,"maximumNumberOfMoves":5001}""", 400)]
    [InlineData("POST", "", "[]", 400)]
    [InlineData("POST", "/execute", """{"version":1,"moves":[{"shard":"s1"}]}""", 400)]
    [InlineData("POST", "/execute", """{"version":1,"moves":[]}""", 200)]
    [InlineData("POST", "/perhaps", """{"version":1}""", 400)]
    [InlineData("DELETE", "", """{"version":1}""", 405)]
    public async Task What_is_wrong_with_a_request_is_said(string method, string more, string body, int status)
    {
        Assert.Equal(status, (await _cluster.SendAsync(new HttpMethod(method), "coordinator", Path + more, body)).Status);
    }

    private static double Shards(JsonNode imbalances) => (double)imbalances["shards"]!["imbalance"]!;

    private async Task<double> ImbalanceAsync(string path) => Shards((await _cluster.GetAsync("coordinator", path)).Body!["result"]!);

    /// <summary>Each server has two of the four shards, and no copy is left behind.</summary>
    private Task<Answer> SpreadAsync(string name, string database = "_system") => Requests.UntilAsync(
        () => _cluster.GetAsync("coordinator", $"/_db/{database}/_api/collection/{name}/shards?details=true"),
        static a => a.Body!["shards"]!.AsObject().All(static s => s.Value!.AsArray().Count == 1)
            && a.Body["shards"]!.AsObject().GroupBy(static s => (string?)s.Value![0]).All(static g => g.Count() == 2));

    /// <summary>A collection with four shards whose leaders are all on one server, brought there by a plan of the test.</summary>
    private async Task CrowdAsync(string name, string server, string database = "_system")
    {
        var made = await _cluster.SendAsync(HttpMethod.Post, "coordinator", $"/_db/{database}/_api/collection", $$"""{"name":"{{name}}","numberOfShards":4}""");
        Assert.Equal(200, made.Status);
        var shards = $"/_db/{database}/_api/collection/{name}/shards?details=true";
        var moves = new JsonArray();
        foreach (var (shard, servers) in (await _cluster.GetAsync("coordinator", shards)).Body!["shards"]!.AsObject())
        {
            if ((string?)servers![0] is { } from && from != server)
            {
                moves.Add(new JsonObject
                {
                    ["from"] = from,
                    ["to"] = server,
                    ["shard"] = shard,
                    ["collection"] = (string?)made.Body!["id"],
                    ["isLeader"] = true,
                });
            }
        }

        Assert.Equal(2, moves.Count);
        var body = new JsonObject { ["version"] = 1, ["moves"] = moves };
        Assert.Equal(202, (await _cluster.SendAsync(HttpMethod.Post, "coordinator", $"/_db/{database}{Path}/execute", body.ToJsonString())).Status);
        await Requests.UntilAsync(
            () => _cluster.GetAsync("coordinator", shards),
            a => a.Body!["shards"]!.AsObject().All(s => s.Value!.AsArray().Count == 1 && (string?)s.Value[0] == server));
        await Requests.UntilAsync(
            () => _cluster.GetAsync("coordinator", Path),
            static a => (int)a.Body!["result"]!["todoMoveShards"]! + (int)a.Body["result"]!["pendingMoveShards"]! == 0);

        // A server that may still take a shard over cannot be where it is moved to; the leader's report comes after the plan.
        await Eventually.Async(async () =>
            (await _cluster.ReadAgencyAsync("arango", "Current", "Collections", database, (string)made.Body!["id"]!))!.AsObject()
                .All(s => s.Value!["failoverCandidates"]!.AsArray().All(c => (string?)c == server)));
    }
}
