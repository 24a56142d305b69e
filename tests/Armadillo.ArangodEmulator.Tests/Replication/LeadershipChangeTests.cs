using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Replication.FailoverTests;
using static Armadillo.ArangodEmulator.Tests.Sharding.ClusterCollectionTests;

namespace Armadillo.ArangodEmulator.Tests.Replication;

/// <summary>What a server still has from the time when it led a shard, and what it says and does about it afterwards.</summary>
public sealed class LeadershipChangeTests
{
    private const string Documents = "/_api/document/products";

    [Fact]
    public async Task A_transaction_ends_with_the_leadership_under_which_it_began()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2}""");
        var shard = await ShardAsync(cluster);
        var (first, second) = (shard.Servers[0], shard.Servers[1]);
        Assert.Equal(202, (await SendAsync(cluster, HttpMethod.Post, """{"_key":"a","n":0}""")).Status);
        var begun = await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/transaction/begin", """{"collections":{"write":"products"}}""");
        var id = (string)begun.Body!["result"]!["id"]!;
        Assert.Equal(202, (await ChangeAsync(cluster, 1, id)).Status);

        await MoveAsync(cluster, shard, first, second);
        Assert.Equal(202, (await ChangeAsync(cluster, 2)).Status);
        Assert.Equal([second, first], await InSyncAsync(cluster, shard));

        // Nor does the old leader know it any more when it leads again.
        await MoveAsync(cluster, shard, second, first);
        Assert.Equal((404, 1655L), Error(await cluster.SendAsync(HttpMethod.Put, "coordinator", $"/_api/transaction/{id}", "")));
        Assert.Equal(2, (int?)(await GetAsync(cluster, "a")).Body!["n"]);
    }

    [Fact]
    public async Task A_leader_that_comes_back_to_resign_names_those_who_have_everything()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":3}""");
        var shard = await ShardAsync(cluster);
        Assert.Equal(202, (await SendAsync(cluster, HttpMethod.Post, """{"_key":"a"}""")).Status);
        var leader = cluster.NameOf(shard.Servers[0]);
        await cluster[leader].KillAsync();
        await PlanAsync(cluster, shard, [$"_{shard.Servers[0]}", .. shard.Servers.Skip(1)]);
        await cluster.RestartAsync(leader);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard))[0] == $"_{shard.Servers[0]}");
        Assert.Equal(shard.Servers.Skip(1).Order(), (await InSyncAsync(cluster, shard)).Skip(1).Order());
        var candidates = await cluster.ReadAgencyAsync(
            "arango", "Current", "Collections", "_system", shard.Collection, shard.Name, "failoverCandidates");
        Assert.Equal(shard.Servers.Order(), candidates!.AsArray().Select(static c => (string)c!).Order());
    }

    [Fact]
    public async Task A_write_that_waits_for_its_follower_does_not_hold_up_the_other_shards_when_its_own_is_dropped()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2}""");
        Assert.Equal(200, (await PostAsync(cluster, """{"name":"others","numberOfShards":3,"replicationFactor":1}""")).Status);
        var shard = await ShardAsync(cluster);
        var (leader, follower) = (shard.Servers[0], shard.Servers[1]);
        var other = await ShardOfAsync(cluster, "others", leader);
        await cluster[cluster.NameOf(follower)].SuspendAsync();
        var waiting = WriteAsync(cluster, shard);
        await AppliedAsync(cluster, shard);
        await WriteAgencyAsync(cluster, new JsonObject
        {
            [$"/arango/Plan/Collections/_system/{shard.Collection}"] = new JsonObject { ["op"] = "delete" },
            ["/arango/Plan/Version"] = new JsonObject { ["op"] = "increment" },
        });
        await PlanAsync(cluster, other, [$"_{leader}"]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, other)).SequenceEqual([$"_{leader}"]));

        // Once the write knows how it ends, its shard goes.
        await cluster[cluster.NameOf(follower)].KillAsync();
        await Requests.UntilAsync(
            () => cluster.GetAsync(cluster.NameOf(leader), $"/_emulator/shard/{shard.Name}/count"), static a => a.Status == 404);
        await waiting;
    }

    [Fact]
    public async Task A_write_that_was_made_before_its_leader_lost_the_lead_is_not_made_again()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2}""");
        var shard = await ShardAsync(cluster);
        var (leader, follower) = (shard.Servers[0], shard.Servers[1]);
        await cluster[cluster.NameOf(follower)].SuspendAsync();
        var write = SendAsync(cluster, HttpMethod.Post, """{"_key":"a"}""");
        await AppliedAsync(cluster, shard);
        await PlanAsync(cluster, shard, [$"_{leader}", follower]);
        await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", "/_api/collection/products/shards?details=true"),
            a => (string?)a.Body?["shards"]?[shard.Name]?[0] == $"_{leader}");
        await cluster[cluster.NameOf(follower)].KillAsync();
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard))[0] == $"_{leader}");
        await PlanAsync(cluster, shard, shard.Servers, [$"_{leader}", follower]);
        Assert.Equal((503, 1488L), Error(await write));
    }

    /// <summary>The lead goes from one server to the other, as the supervision does it.</summary>
    private static async Task MoveAsync(TestCluster cluster, ShardPlan shard, string from, string to)
    {
        await PlanAsync(cluster, shard, [$"_{from}", to], [from, to]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard))[0] == $"_{from}");
        await PlanAsync(cluster, shard, [to, from], [$"_{from}", to]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual([to, from]));
    }

    private static Task<Answer> ChangeAsync(TestCluster cluster, int n, string? transaction = null) => Requests.SendAsync(
        HttpMethod.Patch, cluster.Port("coordinator"), $"{Documents}/a", cluster.Token, $$"""{"n":{{n}}}""",
        transaction is null ? [] : [("x-arango-trx-id", transaction)]);

    private static async Task WriteAsync(TestCluster cluster, ShardPlan shard)
    {
        try
        {
            await cluster.SendAsync(HttpMethod.Post, cluster.NameOf(shard.Servers[0]), $"/_api/document/{shard.Name}", """{"_key":"a"}""");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // However it ends.
        }
    }

    /// <summary>The leader has made the change, and waits for its follower.</summary>
    private static Task<Answer> AppliedAsync(TestCluster cluster, ShardPlan shard) => Requests.UntilAsync(
        () => cluster.GetAsync(cluster.NameOf(shard.Servers[0]), $"/_emulator/shard/{shard.Name}/count"), static a => (int?)a.Body?["count"] == 1);

    private static async Task<ShardPlan> ShardOfAsync(TestCluster cluster, string name, string leader)
    {
        var planned = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.AsObject();
        var (id, collection) = planned.Single(c => (string?)c.Value!["name"] == name);
        var (shard, servers) = collection!["shards"]!.AsObject().First(s => (string?)s.Value![0] == leader);
        return new ShardPlan(id, shard, [.. servers!.AsArray().Select(static s => (string)s!)]);
    }

    private static async Task WriteAgencyAsync(TestCluster cluster, JsonObject operations) => Assert.Equal(
        200, (await cluster.SendAsync(HttpMethod.Post, "agent", "/_api/agency/write", new JsonArray(new JsonArray(operations)).ToJsonString())).Status);
}
