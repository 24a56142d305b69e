using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using Armadillo.ArangodEmulator.Tests.Sharding;
using static Armadillo.ArangodEmulator.Tests.Sharding.ClusterCollectionTests;

namespace Armadillo.ArangodEmulator.Tests.Replication;

/// <summary>Leaders and followers of shards that die, resign, come and go. Mostly the plan is changed as the supervision would.</summary>
public sealed class FailoverTests
{
    private static readonly string[] _dbServers = ["db1", "db2", "db3"];

    [Fact]
    public async Task A_follower_that_dies_is_dropped_writes_below_the_concern_are_refused_and_it_comes_back_in_sync()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2,"writeConcern":2}""");
        var shard = await ShardAsync(cluster);
        await PostAsync(cluster, """{"_key":"before"}""", 202);
        var follower = cluster.NameOf(shard.Servers[1]);
        await cluster[follower].DisposeAsync();

        // The write that finds the follower gone is still done; from then on there are too few copies.
        await PostAsync(cluster, """{"_key":"meanwhile"}""", 202);
        Assert.Equal([shard.Servers[0]], await InSyncAsync(cluster, shard));
        Assert.Equal((403, 1004L), Error(await SendAsync(cluster, HttpMethod.Post, """{"_key":"refused"}""")));
        Assert.Equal(200, (await GetAsync(cluster, "meanwhile")).Status);

        await cluster.StartDbServer(follower).WaitUntilReadyAsync();
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual(shard.Servers));
        await PostAsync(cluster, """{"_key":"after"}""", 202);
        await PlanAsync(cluster, shard, [shard.Servers[1], shard.Servers[0]]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).Count == 2);
        foreach (var key in new[] { "before", "meanwhile", "after" })
        {
            Assert.Equal(200, (await GetAsync(cluster, key)).Status);
        }

        Assert.Equal(404, (await GetAsync(cluster, "refused")).Status);
    }

    [Fact]
    public async Task A_resigned_leader_says_so_and_takes_no_write_until_another_has_taken_over()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2}""");
        var shard = await ShardAsync(cluster);
        await PlanAsync(cluster, shard, [$"_{shard.Servers[0]}", shard.Servers[1]]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard))[0] == $"_{shard.Servers[0]}");
        var direct = await cluster.SendAsync(
            HttpMethod.Post, cluster.NameOf(shard.Servers[0]), $"/_api/document/{shard.Name}", """{"_key":"a"}""");
        Assert.Equal((503, 1491L), Error(direct));

        var waiting = SendAsync(cluster, HttpMethod.Post, """{"_key":"a"}""");
        await PlanAsync(cluster, shard, [shard.Servers[1], shard.Servers[0]], [$"_{shard.Servers[0]}", shard.Servers[1]]);
        Assert.Equal(202, (await waiting).Status);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual([shard.Servers[1], shard.Servers[0]]));
    }

    [Fact]
    public async Task A_server_that_joins_the_plan_of_a_shard_gets_all_of_it_and_one_that_leaves_it_drops_it()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2}""");
        var shard = await ShardAsync(cluster);
        var third = cluster.IdOf(_dbServers.First(n => !shard.Servers.Contains(cluster.IdOf(n))));
        var documents = new JsonArray([.. Enumerable.Range(0, 2000).Select(static i => (JsonNode)new JsonObject { ["_key"] = $"k{i}" })]);
        await PostAsync(cluster, documents.ToJsonString(), 202);
        await PlanAsync(cluster, shard, [.. shard.Servers, third]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).Contains(third));

        await PlanAsync(cluster, shard, [third, shard.Servers[0]], [.. shard.Servers, third]);
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual([third, shard.Servers[0]]));
        Assert.Equal(2000, (int?)(await cluster.GetAsync("coordinator", "/_api/collection/products/count")).Body!["count"]);
        await Requests.UntilAsync(
            () => cluster.GetAsync(cluster.NameOf(shard.Servers[1]), $"/_emulator/shard/{shard.Name}/count"), static a => a.Status == 404);
    }

    [Fact]
    public async Task No_acknowledged_document_is_lost_when_leaders_are_killed_under_load()
    {
        await using var cluster = await StartAsync("""{"name":"products","replicationFactor":2,"writeConcern":2}""");
        var acknowledged = new ConcurrentDictionary<string, int>();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(w => WriteAsync(cluster, w, acknowledged, stop.Token)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var before = acknowledged.Count;
            await Eventually.True(() => acknowledged.Count > before + 40, 90);
            var shard = await ShardAsync(cluster);
            var victim = cluster.NameOf(shard.Servers[0]);
            await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual(shard.Servers), 90);
            await cluster[victim].DisposeAsync();

            // A follower that was dropped in the last moment must not take over: then the leader comes back as it was.
            await TryPlanAsync(
                cluster, shard, [shard.Servers[1], shard.Servers[0]], shard.Servers,
                ($"/arango/Current/Collections/_system/{shard.Collection}/{shard.Name}/servers", """{"in":"ID"}""".Replace("ID", shard.Servers[1], StringComparison.Ordinal)));
            await cluster.StartDbServer(victim).WaitUntilReadyAsync();
        }

        var last = acknowledged.Count;
        await Eventually.True(() => acknowledged.Count > last + 20, 90);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        var lost = new List<string>();
        foreach (var (key, n) in acknowledged)
        {
            var answer = await GetAsync(cluster, key);
            if (answer.Status != 200 || (int?)answer.Body!["n"] != n)
            {
                lost.Add($"{key}: {answer.Status} {answer.Body?.ToJsonString()}");
            }
        }

        Assert.Empty(lost);
    }

    [Fact]
    public async Task The_supervision_makes_a_follower_the_leader_when_the_leader_fails_and_a_write_waits_for_it()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync("--agency.supervision-ok-threshold", "1.5", "--agency.supervision-grace-period", "4");
        Assert.Equal(200, (await ClusterCollectionTests.PostAsync(cluster, """{"name":"products","replicationFactor":2}""")).Status);
        await PostAsync(cluster, """{"_key":"before"}""", 202);
        var shard = await ShardAsync(cluster);
        await cluster.WaitForHealthAsync(h => (string?)h[cluster.IdOf("db1")]?["Status"] == "GOOD" && (string?)h[cluster.IdOf("db2")]?["Status"] == "GOOD");
        await cluster[cluster.NameOf(shard.Servers[0])].DisposeAsync();
        await Eventually.Async(async () => (await SendAsync(cluster, HttpMethod.Post, """{"_key":"after"}""")).Status == 202, 120);
        Assert.Equal(200, (await GetAsync(cluster, "before")).Status);
        Assert.Equal([shard.Servers[1]], await InSyncAsync(cluster, shard));
        await cluster.StartDbServer(cluster.NameOf(shard.Servers[0])).WaitUntilReadyAsync();
        await Eventually.Async(async () => (await InSyncAsync(cluster, shard)).SequenceEqual([shard.Servers[1], shard.Servers[0]]), 120);
    }

    /// <summary>Inserts new documents; what was answered with success is acknowledged.</summary>
    private static async Task WriteAsync(TestCluster cluster, int writer, ConcurrentDictionary<string, int> acknowledged, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var key = $"w{writer}-{i}";
            try
            {
                var answer = await SendAsync(cluster, HttpMethod.Post, $$"""{"_key":"{{key}}","n":{{i}}}""");
                if (answer.Status == 202)
                {
                    acknowledged[key] = i;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not acknowledged.
            }
        }
    }

    internal static async Task<TestCluster> StartAsync(string collection)
    {
        var cluster = new TestCluster();
        cluster.StartAgent("agent");
        foreach (var name in _dbServers)
        {
            cluster.StartDbServer(name);
        }

        await cluster.StartCoordinator("coordinator").WaitUntilReadyAsync();
        await Eventually.Async(async () => (await cluster.ReadAgencyAsync("arango", "Current", "DBServers"))!.AsObject().Count == 3);

        // The supervision would repair what the tests break; here they play its part.
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/maintenance", "\"on\"")).Status);
        Assert.Equal(200, (await ClusterCollectionTests.PostAsync(cluster, collection)).Status);
        return cluster;
    }

    internal sealed record ShardPlan(string Collection, string Name, IReadOnlyList<string> Servers);

    internal static async Task<ShardPlan> ShardAsync(TestCluster cluster)
    {
        var planned = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.AsObject();
        var (id, collection) = planned.First(static c => (string?)c.Value!["name"] == "products");
        var (name, servers) = collection!["shards"]!.AsObject().First();
        return new ShardPlan(id, name, [.. servers!.AsArray().Select(static s => (string)s!)]);
    }

    internal static async Task<IReadOnlyList<string>> InSyncAsync(TestCluster cluster, ShardPlan shard) =>
        (await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", shard.Collection, shard.Name, "servers"))
            is JsonArray servers ? [.. servers.Select(static s => (string)s!)] : [];

    internal static async Task PlanAsync(TestCluster cluster, ShardPlan shard, IReadOnlyList<string> servers, IReadOnlyList<string>? before = null) =>
        Assert.True(await TryPlanAsync(cluster, shard, servers, before ?? shard.Servers));

    private static async Task<bool> TryPlanAsync(
        TestCluster cluster, ShardPlan shard, IReadOnlyList<string> servers, IReadOnlyList<string> before, params (string Path, string Condition)[] more)
    {
        var path = $"/arango/Plan/Collections/_system/{shard.Collection}/shards/{shard.Name}";
        var operations = new JsonObject { [path] = Names(servers), ["/arango/Plan/Version"] = new JsonObject { ["op"] = "increment" } };
        var conditions = new JsonObject { [path] = new JsonObject { ["old"] = Names(before) } };
        foreach (var (place, condition) in more)
        {
            conditions[place] = JsonNode.Parse(condition);
        }

        var transaction = new JsonArray(new JsonArray(operations, conditions));
        return (await cluster.SendAsync(HttpMethod.Post, "agent", "/_api/agency/write", transaction.ToJsonString())).Status == 200;
    }

    internal static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(static n => (JsonNode)n)]);

    internal static async Task PostAsync(TestCluster cluster, string body, int expected)
    {
        var answer = await SendAsync(cluster, HttpMethod.Post, body);
        Assert.True(answer.Status == expected, $"{answer.Status} {answer.Body?.ToJsonString()}");
    }

    internal static Task<Answer> SendAsync(TestCluster cluster, HttpMethod method, string body) =>
        cluster.SendAsync(method, "coordinator", "/_api/document/products", body);

    internal static Task<Answer> GetAsync(TestCluster cluster, string key) => cluster.GetAsync("coordinator", $"/_api/document/products/{key}");
}
