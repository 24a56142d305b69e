using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.CollectionGroups;

/// <summary>What happens to the shards of a log when somebody else writes into it, and when its leader changes.</summary>
public sealed class GroupLogTests(GroupCluster cluster) : IClassFixture<GroupCluster>
{
    [Fact]
    public async Task Entries_that_cannot_be_carried_out_do_not_hold_up_those_that_follow()
    {
        var id = await cluster.CreateAsync("unsound", "\"numberOfShards\":1,\"replicationFactor\":3");
        var log = await cluster.LogAsync(id);
        var shard = (string)(await cluster.PlanAsync(id))["shardsR2"]![0]!;
        var number = shard[1..];
        foreach (var operation in (string[])
        [
            """{"type":"CreateShard","shard":"s4711","properties":{"id":"4711","name":"odd","keyOptions":{"type":"none"}}}""",
            $$"""{"type":"CreateShard","shard":"s0{{number}}","properties":{"id":"{{id}}","name":"twice"} }""",
            """{"type":"CreateShard","shard":"s4712","properties":{"id":4712,"name":7}}""",
            $$"""{"type":"CreateIndex","shard":"{{shard}}","properties":{"fields":7} }""",
            $$"""{"type":"ModifyShard","shard":"{{shard}}","properties":{"id":"{{id}}","name":"unsound","schema":{} } }""",
            $$"""{"type":"Insert","tid":1,"shard":"{{shard}}","payload":{"_key":"a","_rev":""} }""",
            """{"type":"Commit","tid":1}""",
        ])
        {
            Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, $"/_api/log/{log}/insert", $$"""{"operation":{{operation}}}""")).Status);
        }

        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Post, "/_api/document/unsound", """{"v":1}""")).Status);
        Assert.Contains(1, (await cluster.SendAsync(HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN unsound RETURN d.v"}"""))
            .Body!["result"]!.AsArray().OfType<JsonValue>().Select(static v => (int)v));
    }

    [Fact]
    public async Task A_transaction_ends_with_the_leadership_under_which_it_began()
    {
        var id = await cluster.CreateAsync("moved", "\"numberOfShards\":1,\"replicationFactor\":2");
        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Post, "/_api/document/moved", """{"_key":"a","v":0}""")).Status);
        var begun = await cluster.SendAsync(HttpMethod.Post, "/_api/transaction/begin", """{"collections":{"write":"moved"}}""");
        var transaction = (string)begun.Body!["result"]!["id"]!;
        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Patch, "/_api/document/moved/a", """{"v":1}""", transaction)).Status);

        var first = await cluster.LeaderAsync(id);
        await LeadAsync(id, not: first);
        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Patch, "/_api/document/moved/a", """{"v":2}""")).Status);
        await LeadAsync(id, not: await cluster.LeaderAsync(id));
        Assert.Equal(first, await cluster.LeaderAsync(id));
        var committed = await cluster.SendAsync(HttpMethod.Put, $"/_api/transaction/{transaction}");
        Assert.Equal((404, 1655L), (committed.Status, committed.ErrorNum));
        Assert.Equal([2], await cluster.ValuesAsync("moved"));
    }

    /// <summary>Gives the log to its other participant.</summary>
    private async Task LeadAsync(string collection, string not)
    {
        var log = await cluster.LogAsync(collection);
        var participants = (await cluster.TreeAsync("Target", "ReplicatedLogs", GroupCluster.Database, log, "participants"))!.AsObject().Select(static p => p.Key);
        var next = participants.Single(p => p != cluster.Servers.IdOf(not));
        var set = await cluster.SendAsync(HttpMethod.Post, $"/_api/log/{log}/leader/{next}");
        Assert.True(set.Status is 200 or 202, $"{set.Status} {set.Text}");
        await Agency.Eventually.Async(async () => await cluster.LeaderAsync(collection) == cluster.Servers.NameOf(next));
    }
}
