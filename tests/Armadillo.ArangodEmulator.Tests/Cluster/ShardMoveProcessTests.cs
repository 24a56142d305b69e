using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

/// <summary>The supervision's jobs with real DB servers that hold real documents.</summary>
public sealed class ShardMoveProcessTests
{
    private const string Admin = "/_admin/cluster";

    private static readonly string[] _members = ["db1", "db2", "db3"];

    [Fact]
    public async Task A_killed_leader_is_replaced_nothing_is_lost_and_the_returned_server_follows()
    {
        await using var cluster = await StartedAsync();
        await CreateAsync(cluster, "c", shards: 2, replicationFactor: 3);
        await InsertAsync(cluster, "c", 0, 40);
        var (shard, planned) = (await PlanAsync(cluster, "c")).First();
        var victim = _members.Single(m => cluster.IdOf(m) == planned[0]);
        await cluster[victim].KillAsync();

        // In plan and in fact somebody else leads every shard.
        await UntilAsync(async () => (await PlanAsync(cluster, "c")).Values.All(s => s[0] != planned[0]));
        await UntilAsync(async () => (await CurrentAsync(cluster, "c")).All(s => s.Value.Length >= 2 && s.Value[0] != planned[0]));
        await UntilAsync(async () => await CountAsync(cluster, "c") == 40);
        await InsertAsync(cluster, "c", 40, 50);

        await cluster.RestartAsync(victim);
        await UntilAsync(async () =>
            (await CurrentAsync(cluster, "c")) is var now && now.Values.All(s => s.Length == 3 && s.Contains(planned[0])) && now[shard][0] != planned[0]);
        Assert.Equal(50, await CountAsync(cluster, "c"));
    }

    [Fact]
    public async Task A_server_is_drained_and_can_be_taken_away()
    {
        await using var cluster = await StartedAsync();
        await CreateAsync(cluster, "c", shards: 3, replicationFactor: 2);
        await InsertAsync(cluster, "c", 0, 40);
        var leaving = cluster.IdOf("db1");
        await RunAsync(cluster, "cleanOutServer", $$"""{"server":"{{leaving}}"}""");
        Assert.All((await PlanAsync(cluster, "c")).Values, s => Assert.True(s.Length == 2 && !s.Contains(leaving)));
        Assert.Equal(40, await CountAsync(cluster, "c"));

        // What nobody else has keeps its server, however dead that is.
        await CreateAsync(cluster, "single", shards: 3, replicationFactor: 1);
        Assert.All((await PlanAsync(cluster, "single")).Values, s => Assert.DoesNotContain(leaving, s));
        await cluster["db1"].KillAsync();
        await cluster["db2"].KillAsync();
        await cluster.WaitForHealthAsync(h => _members[..2].All(m => (string?)h[cluster.IdOf(m)]?["Status"] == "FAILED"));
        if ((await PlanAsync(cluster, "single")).Values.Any(s => s[0] == cluster.IdOf("db2")))
        {
            const string NoRetry = "/_admin/debug/failat/removeServer::noRetry";
            await Requests.SendAsync(HttpMethod.Put, cluster.Port("coordinator"), NoRetry, cluster.Token, "{}");
            Assert.Equal(412, (await PostAsync(cluster, "removeServer", $"\"{cluster.IdOf("db2")}\"")).Status);
            await Requests.SendAsync(HttpMethod.Delete, cluster.Port("coordinator"), NoRetry, cluster.Token, "");
        }

        // The supervision changes the plan meanwhile, since two servers have failed: a try may lose against it, the next one does not.
        Assert.Equal(200, (await PostAsync(cluster, "removeServer", $"\"{leaving}\"")).Status);
    }

    [Fact]
    public async Task Leaderships_are_resigned_and_given_back_after_the_restart()
    {
        await using var cluster = await StartedAsync();
        await CreateAsync(cluster, "c", shards: 3, replicationFactor: 3);
        await InsertAsync(cluster, "c", 0, 40);
        var before = await PlanAsync(cluster, "c");
        var (_, planned) = before.First();
        var member = _members.Single(m => cluster.IdOf(m) == planned[0]);
        await RunAsync(cluster, "resignLeadership", $$"""{"server":"{{planned[0]}}","undoMoves":true}""");
        Assert.DoesNotContain((await PlanAsync(cluster, "c")).Values, s => s[0] == planned[0]);
        await InsertAsync(cluster, "c", 40, 50);

        await cluster[member].KillAsync();
        await cluster.RestartAsync(member);
        await UntilAsync(async () => (await PlanAsync(cluster, "c")).All(s => s.Value[0] == before[s.Key][0]));
        await UntilAsync(async () => (await CurrentAsync(cluster, "c")).All(s => s.Value.Length == 3 && s.Value[0] == before[s.Key][0]));
        Assert.Equal(50, await CountAsync(cluster, "c"));
    }

    [Fact]
    public async Task A_shard_moves_while_it_is_written_to_and_keeps_every_answered_write()
    {
        await using var cluster = await StartedAsync();
        await CreateAsync(cluster, "c", shards: 1, replicationFactor: 2);
        using var stop = new CancellationTokenSource();
        var written = WriteUntilAsync(cluster, stop.Token);
        for (var i = 0; i < 3; i++)
        {
            var (shard, planned) = (await PlanAsync(cluster, "c")).First();
            var target = _members.Select(cluster.IdOf).First(id => !planned.Contains(id));

            // A server that left the shard a moment ago must first have left the list of those that could take over.
            await UntilAsync(async () => !(await ListAsync(cluster, "c", "failoverCandidates"))[shard].Contains(target));
            await RunAsync(cluster, "moveShard", $$"""
                {"collection":"c","shard":"{{shard}}","fromServer":"{{planned[0]}}","toServer":"{{target}}","remainsFollower":false}
                """);
            Assert.Equal(target, (await PlanAsync(cluster, "c"))[shard][0]);
        }

        await stop.CancelAsync();
        var keys = await written;
        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            Assert.Equal(200, (await cluster.GetAsync("coordinator", $"/_api/document/c/{key}")).Status);
        }
    }

    [Fact]
    public async Task Who_is_not_planned_any_more_cannot_take_over_even_if_nothing_is_written()
    {
        await using var cluster = await StartedAsync(members: 2);
        await CreateAsync(cluster, "c", shards: 1, replicationFactor: 2);
        var (shard, planned) = (await PlanAsync(cluster, "c")).First();
        await cluster[cluster.NameOf(planned[0])].KillAsync();

        // The new leader leads alone, and the dead server has everything until the first write.
        await UntilAsync(async () => (await CurrentAsync(cluster, "c"))[shard] is [var leader] && leader == planned[1]);
        Assert.Contains(planned[0], (await ListAsync(cluster, "c", "failoverCandidates"))[shard]);
        var changed = await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_api/collection/c/properties", """{"replicationFactor":1,"writeConcern":1}""");
        Assert.Equal(200, changed.Status);
        await UntilAsync(async () => (await PlanAsync(cluster, "c"))[shard].Length == 1);
        await UntilAsync(async () => (await ListAsync(cluster, "c", "failoverCandidates"))[shard] is [var only] && only == planned[1]);
    }

    private static async Task<TestCluster> StartedAsync(int members = 3)
    {
        var cluster = new TestCluster();
        cluster.StartAgent(
            "agent", "--agency.supervision-frequency", "0.2", "--agency.supervision-ok-threshold", "3", "--agency.supervision-grace-period", "6");
        foreach (var name in _members.Take(members))
        {
            cluster.StartDbServer(name);
        }

        await cluster.StartCoordinator("coordinator", "--emulator.failure-tests", "true").WaitUntilReadyAsync();
        await cluster.WaitForHealthAsync(h => h.Count(static s => (string?)s.Value!["Status"] == "GOOD") >= members + 2);
        return cluster;
    }

    private static async Task CreateAsync(TestCluster cluster, string name, int shards, int replicationFactor)
    {
        var made = await cluster.SendAsync(
            HttpMethod.Post, "coordinator", "/_api/collection",
            $$"""{"name":"{{name}}","numberOfShards":{{shards}},"replicationFactor":{{replicationFactor}} }""");
        Assert.Equal(200, made.Status);
        await UntilAsync(async () => (await CurrentAsync(cluster, name)) is { } now && now.Count == shards && now.Values.All(s => s.Length == replicationFactor));
    }

    private static async Task InsertAsync(TestCluster cluster, string name, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await Requests.UntilAsync(() => WriteAsync(cluster, name, $"k{i}"), static a => a.Status is 201 or 202 or 409);
        }
    }

    private static Task<Answer> WriteAsync(TestCluster cluster, string name, string key) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"/_api/document/{name}", $$"""{"_key":"{{key}}"}""");

    private static async Task<List<string>> WriteUntilAsync(TestCluster cluster, CancellationToken stop)
    {
        var keys = new List<string>();
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            if ((await WriteAsync(cluster, "c", $"w{i}")).Status is 201 or 202)
            {
                keys.Add($"w{i}");
            }
        }

        return keys;
    }

    private static async Task<long?> CountAsync(TestCluster cluster, string name) =>
        (long?)(await cluster.GetAsync("coordinator", $"/_api/collection/{name}/count")).Body?["count"];

    private static async Task<Dictionary<string, string[]>> PlanAsync(TestCluster cluster, string name) =>
        (await CollectionAsync(cluster, name)).Plan["shards"]!.AsObject().ToDictionary(s => s.Key, s => Texts(s.Value));

    private static Task<Dictionary<string, string[]>> CurrentAsync(TestCluster cluster, string name) => ListAsync(cluster, name, "servers");

    private static async Task<Dictionary<string, string[]>> ListAsync(TestCluster cluster, string name, string list)
    {
        var (id, _) = await CollectionAsync(cluster, name);
        var current = await cluster.ReadAgencyAsync("arango", "Current", "Collections", "_system", id);
        return (current as JsonObject ?? []).ToDictionary(s => s.Key, s => Texts(s.Value![list]));
    }

    private static async Task<(string Id, JsonNode Plan)> CollectionAsync(TestCluster cluster, string name)
    {
        var collections = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.AsObject();
        var (id, plan) = collections.Single(c => (string?)c.Value!["name"] == name);
        return (id, plan!);
    }

    private static string[] Texts(JsonNode? list) => [.. list!.AsArray().Select(s => (string)s!)];

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var limit = DateTime.UtcNow.AddSeconds(90);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < limit, "did not come true in 90 s");
            await Task.Delay(100);
        }
    }

    private static async Task RunAsync(TestCluster cluster, string command, string body)
    {
        var made = await PostAsync(cluster, command, body);
        Assert.Equal(202, made.Status);
        var done = await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id={made.Body!["id"]}"),
            static a => (string?)a.Body?["status"] is "Finished" or "Failed");
        Assert.Equal(("Finished", (string?)null), ((string?)done.Body!["status"], (string?)done.Body["reason"]));
    }

    private static Task<Answer> PostAsync(TestCluster cluster, string command, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Admin}/{command}", body);
}
