using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.CollectionGroups;

/// <summary>Collections of a database with replication version 2. Each test gives back the servers as it found them.</summary>
public sealed class CollectionGroupTests(GroupCluster cluster) : IClassFixture<GroupCluster>
{

    [Fact]
    public async Task Collections_of_a_group_share_its_logs_and_the_tree_says_so()
    {
        var first = await cluster.CreateAsync("first", "\"numberOfShards\":2,\"replicationFactor\":2,\"writeConcern\":1");
        var second = await cluster.CreateAsync("second", "\"distributeShardsLike\":\"first\"");
        var (plan, other) = (await cluster.PlanAsync(first), await cluster.PlanAsync(second));
        var id = plan["groupId"]!.ToString();
        Assert.Equal(id, other["groupId"]!.ToString());
        Assert.Null(plan["replicationFactor"]);
        var wanted = (await cluster.TreeAsync("Target", "CollectionGroups", GroupCluster.Database, id))!;
        Assert.Equal(
            """{"immutable":{"numberOfShards":2},"mutable":{"replicationFactor":2,"waitForSync":false,"writeConcern":1}}""",
            wanted["attributes"]!.ToJsonString());
        Assert.Equal([first, second], wanted["collections"]!.AsObject().Select(static c => c.Key));
        Assert.Equal(2, (int)wanted["version"]!);
        var group = (await cluster.TreeAsync("Plan", "CollectionGroups", GroupCluster.Database, id))!;
        Assert.Equal(2, group["shardSheaves"]!.AsArray().Count);
        Assert.Equal(2, (int)(await cluster.TreeAsync("Current", "CollectionGroups", GroupCluster.Database, id))!["supervision"]!["targetVersion"]!);
        Assert.NotNull(await cluster.TreeAsync("Target", "CollectionNames", GroupCluster.Database, "first"));

        // The n-th shards of both lie where the n-th log lies, its leader first.
        for (var shard = 0; shard < 2; shard++)
        {
            var log = (await cluster.TreeAsync("Plan", "ReplicatedLogs", GroupCluster.Database, await cluster.LogAsync(first, shard)))!;
            Assert.Equal(
                $$"""{"parameters":{"databaseName":"logs","groupId":{{id}},"shardSheafIndex":{{shard}}},"type":"document"}""",
                log["properties"]!["implementation"]!.ToJsonString());
            var leader = (string)log["currentTerm"]!["leader"]!["serverId"]!;
            foreach (var (collection, planned) in (IEnumerable<(string, JsonNode)>)[(first, plan), (second, other)])
            {
                var name = (string)planned["shardsR2"]![shard]!;
                var servers = planned["shards"]![name]!.AsArray().Select(static s => (string)s!).ToList();
                Assert.Equal(leader, servers[0]);
                Assert.Equal(log["participantsConfig"]!["participants"]!.AsObject().Select(static p => p.Key), servers.Order());
                var reported = (await cluster.TreeAsync("Current", "Collections", GroupCluster.Database, collection, name))!;
                Assert.Equal(servers, reported["servers"]!.AsArray().Select(static s => (string)s!));
            }
        }

        // The interface shows what a database of version 1 would show.
        var properties = (await cluster.GetAsync("/_api/collection/second/properties")).Body!;
        Assert.Equal(
            (2, 2, 1, first),
            ((int)properties["numberOfShards"]!, (int)properties["replicationFactor"]!, (int)properties["writeConcern"]!, (string)properties["distributeShardsLike"]!));
        Assert.Equal(1207, (await cluster.SendAsync(HttpMethod.Post, "/_api/collection", """{"name":"first"}""")).ErrorNum);

        // System collections are one group.
        var graphs = (string)(await cluster.GetAsync("/_api/collection/_graphs")).Body!["id"]!;
        var jobs = (string)(await cluster.GetAsync("/_api/collection/_jobs")).Body!["id"]!;
        Assert.Equal((await cluster.PlanAsync(graphs))["groupId"]!.ToString(), (await cluster.PlanAsync(jobs))["groupId"]!.ToString());

        // More copies: the logs get participants, and the shards follow.
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "/_api/collection/first/properties", """{"replicationFactor":3}""")).Status);
        await Requests.UntilAsync(
            () => cluster.GetAsync("/_api/collection/second/shards?details=true"),
            static a => a.Body!["shards"]!.AsObject().All(static s => s.Value!.AsArray().Count == 3));
        Assert.Equal(3, (int)(await cluster.GetAsync("/_api/collection/second/properties")).Body!["replicationFactor"]!);

        // With its last collection the group goes, and with the group its logs.
        Assert.Equal(1485, (await cluster.SendAsync(HttpMethod.Delete, "/_api/collection/first")).ErrorNum);
        var logs = new[] { await cluster.LogAsync(first), await cluster.LogAsync(first, 1) };
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "/_api/collection/second")).Status);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "/_api/collection/first")).Status);
        Assert.Equal(404, (await cluster.GetAsync("/_api/collection/first")).Status);
        foreach (var log in logs)
        {
            await Requests.UntilAsync(() => cluster.GetAsync($"/_api/log/{log}"), static a => a.ErrorNum == 1418);
        }

        Assert.Null(await cluster.TreeAsync("Plan", "CollectionGroups", GroupCluster.Database, id));
        Assert.Equal(201, (await cluster.Servers.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"dropped"}""")).Status);
        Assert.NotNull(await cluster.TreeAsync("Plan", "CollectionGroups", "dropped"));
        Assert.Equal(200, (await cluster.Servers.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/dropped", "")).Status);
        Assert.Null(await cluster.TreeAsync("Target", "CollectionGroups", "dropped"));
    }

    [Fact]
    public async Task Documents_go_through_the_log_and_survive_the_death_of_every_server()
    {
        var id = await cluster.CreateAsync("d", "\"numberOfShards\":1,\"replicationFactor\":3,\"writeConcern\":2");
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(202, (await InsertAsync("d", i)).Status);
        }

        var log = await cluster.LogAsync(id);
        var types = (await cluster.GetAsync($"/_api/log/{log}/head?limit=1000")).Body!["result"]!.AsArray()
            .Select(static e => (string?)e!["payload"]?["operation"]?["type"]).OfType<string>().ToList();
        Assert.Equal((20, 20), (types.Count(static t => t == "Insert"), types.Count(static t => t == "Commit")));
        Assert.Equal(["AbortAllOngoingTrx", "CreateShard"], types.Except(["Insert", "Commit"]).Order());

        // The leader dies while it is written to: what was answered stays, whoever leads then.
        var leader = await cluster.LeaderAsync(id);
        await cluster.Servers[leader].KillAsync();
        var next = await Requests.UntilAsync(() => InsertAsync("d", 21), static a => a.Status == 202);
        Assert.NotNull(next.Body!["_key"]);
        Assert.NotEqual(leader, await cluster.LeaderAsync(id));
        await cluster.Servers.RestartAsync(leader);
        Assert.Equal(Enumerable.Range(1, 21), (await cluster.ValuesAsync("d")).Distinct());

        foreach (var name in GroupCluster.Members)
        {
            await cluster.Servers[name].KillAsync();
        }

        foreach (var name in GroupCluster.Members)
        {
            await cluster.Servers.RestartAsync(name);
        }

        await Requests.UntilAsync(
            () => cluster.GetAsync("/_api/collection/d/count"), static a => a.Status == 200 && (int)a.Body!["count"]! >= 21);
        Assert.Equal(Enumerable.Range(1, 21), (await cluster.ValuesAsync("d")).Distinct());

        // A leader that Target names gets its place back, and may resign the one in between in the middle of a write.
        await Requests.UntilAsync(() => InsertAsync("d", 22), static a => a.Status == 202);
    }

    [Fact]
    public async Task Transactions_indexes_and_truncation_work_as_in_other_databases()
    {
        var id = await cluster.CreateAsync("t", "\"numberOfShards\":2,\"replicationFactor\":2,\"shardKeys\":[\"v\"]");
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal(202, (await InsertAsync("t", i)).Status);
        }

        Assert.Equal(201, (await IndexAsync("unique", unique: true)).Status);
        Assert.Equal(1210, (await InsertAsync("t", 5)).ErrorNum);
        var begun = await cluster.SendAsync(HttpMethod.Post, "/_api/transaction/begin", """{"collections":{"write":["t"]}}""");
        var transaction = (string)begun.Body!["result"]!["id"]!;
        foreach (var value in (int[])[11, 12])
        {
            Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Post, "/_api/document/t", $$"""{"v":{{value}}}""", transaction)).Status);
        }

        Assert.Equal(Enumerable.Range(1, 10), await cluster.ValuesAsync("t"));
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, $"/_api/transaction/{transaction}")).Status);
        Assert.Equal(Enumerable.Range(1, 12), await cluster.ValuesAsync("t"));

        // What the documents do not allow is not planned.
        var made = (await cluster.GetAsync("/_api/index?collection=t")).Body!["indexes"]!.AsArray().Single(static i => (string?)i!["name"] == "unique")!;
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, $"/_api/index/{made["id"]}")).Status);
        Assert.Equal(202, (await InsertAsync("t", 5)).Status);
        Assert.Equal((400, 1210), ((await IndexAsync("again", unique: true)) is var refused ? (refused.Status, (int)refused.ErrorNum!) : default));
        Assert.DoesNotContain((await cluster.PlanAsync(id))["indexes"]!.AsArray(), static i => (string?)i!["name"] == "again");
        Assert.Equal(201, (await IndexAsync("plain", unique: false)).Status);

        // Everybody has it: the followers' copies take over with their indexes.
        var leader = await cluster.LeaderAsync(id);
        await cluster.Servers[leader].KillAsync();
        await Requests.UntilAsync(
            () => cluster.GetAsync("/_api/collection/t/count"), static a => a.Status == 200 && (int)a.Body!["count"]! == 13);
        Assert.Equal(200, (await Requests.UntilAsync(() => cluster.SendAsync(HttpMethod.Put, "/_api/collection/t/truncate"), static a => a.Status == 200)).Status);
        Assert.Empty(await cluster.ValuesAsync("t"));
        await cluster.Servers.RestartAsync(leader);
        await Requests.UntilAsync(() => InsertAsync("t", 1), static a => a.Status == 202);
        Assert.Equal([1], (await cluster.ValuesAsync("t")).Distinct());
        Assert.Contains((await cluster.PlanAsync(id))["indexes"]!.AsArray(), static i => (string?)i!["name"] == "plain" && i["isBuilding"] is null);
    }

    private Task<Answer> InsertAsync(string collection, int value) =>
        cluster.SendAsync(HttpMethod.Post, $"/_api/document/{collection}", $$"""{"v":{{value}}}""");

    private Task<Answer> IndexAsync(string name, bool unique) => cluster.SendAsync(
        HttpMethod.Post, "/_api/index?collection=t", $$"""{"type":"persistent","fields":["v"],"name":"{{name}}","unique":{{(unique ? "true" : "false")}}}""");
}
