using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.CollectionGroups;

/// <summary>Jobs of the supervision about shards that logs carry.</summary>
public sealed class GroupMoveTests(GroupCluster cluster) : IClassFixture<GroupCluster>
{
    [Fact]
    public async Task Shards_move_and_servers_are_drained_by_changing_the_logs()
    {
        var id = await cluster.CreateAsync("c", "\"numberOfShards\":1,\"replicationFactor\":2");
        Assert.Equal(202, (await InsertAsync(1)).Status);
        var shard = (string)(await cluster.PlanAsync(id))["shardsR2"]![0]!;
        var from = await cluster.LeaderAsync(id);
        var holders = (await cluster.PlanAsync(id))["shards"]![shard]!.AsArray().Select(s => cluster.Servers.NameOf((string)s!)).ToList();
        var to = GroupCluster.Members.Except(holders).Single();
        var job = await JobAsync("moveShard", $$"""
            {"database":"logs","collection":"c","shard":"{{shard}}","fromServer":"{{cluster.Servers.IdOf(from)}}","toServer":"{{cluster.Servers.IdOf(to)}}"}
            """);
        Assert.Equal("Finished", (string?)job["status"]);
        Assert.NotNull(job["expectedTargetVersion"]);
        Assert.Equal(to, await cluster.LeaderAsync(id));
        Assert.Equal([1], await cluster.ValuesAsync("c"));

        var resigned = await JobAsync("resignLeadership", $$"""{"server":"{{cluster.Servers.IdOf(to)}}"}""");
        Assert.Equal("Finished", (string?)resigned["status"]);
        var heir = await cluster.LeaderAsync(id);
        Assert.NotEqual(to, heir);
        Assert.Equal(202, (await InsertAsync(2)).Status);

        var cleaned = await JobAsync("cleanOutServer", $$"""{"server":"{{cluster.Servers.IdOf(heir)}}"}""");
        Assert.Equal("Finished", (string?)cleaned["status"]);
        await Requests.UntilAsync(
            () => cluster.GetAsync("/_api/collection/c/shards?details=true"),
            a => a.Body!["shards"]![shard]!.AsArray().Select(static s => (string)s!).ToList() is { Count: 2 } now && !now.Contains(cluster.Servers.IdOf(heir)));
        Assert.Equal([1, 2], await cluster.ValuesAsync("c"));
    }

    private async Task<JsonNode> JobAsync(string name, string body)
    {
        var made = await cluster.Servers.SendAsync(HttpMethod.Post, "coordinator", $"/_admin/cluster/{name}", body);
        Assert.Equal(202, made.Status);
        return (await Requests.UntilAsync(
            () => cluster.Servers.GetAsync("coordinator", $"/_admin/cluster/queryAgencyJob?id={made.Body!["id"]}"),
            static a => (string?)a.Body?["status"] is "Finished" or "Failed")).Body!;
    }

    private Task<Answer> InsertAsync(int value) => cluster.SendAsync(HttpMethod.Post, "/_api/document/c", $$"""{"v":{{value}}}""");
}
