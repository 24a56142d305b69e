using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class NodeQueryTests
{
    [Fact]
    public async Task A_coordinator_asks_other_servers_for_version_engine_and_statistics_and_says_when_they_are_silent()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = cluster.IdOf("db1");
        Assert.Equal("3.12.10", (string?)(await AskAsync(cluster, $"nodeVersion?ServerID={id}")).Body!["version"]);
        Assert.Equal("rocksdb", (string?)(await AskAsync(cluster, $"nodeEngine?ServerID={id}")).Body!["name"]);
        Assert.True((bool)(await AskAsync(cluster, $"nodeStatistics?ServerID={id}")).Body!["enabled"]!);
        Assert.True((bool)(await AskAsync(cluster, $"statistics?DBserver={id}")).Body!["enabled"]!);
        Assert.Equal(400, (await AskAsync(cluster, "nodeVersion?ServerID=PRMR-nobody")).Status);
        Assert.Equal(400, (await AskAsync(cluster, "nodeVersion")).Status);
        Assert.Equal(403, (await cluster.GetAsync("db1", $"/_admin/cluster/nodeVersion?ServerID={id}")).Status);
        await cluster["db1"].DisposeAsync();
        var silent = await AskAsync(cluster, $"nodeVersion?ServerID={id}");
        Assert.Equal((408, 504L), (silent.Status, silent.ErrorNum));
    }

    [Fact]
    public async Task Read_only_mode_is_seen_by_every_server_of_the_cluster()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var set = await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/server/mode", """{"mode":"readonly"}""");
        Assert.Equal((200, "readonly"), (set.Status, (string?)set.Body!["mode"]));
        foreach (var name in (string[])["db1", "db2"])
        {
            await Requests.UntilAsync(() => cluster.GetAsync(name, "/_admin/server/mode"), static a => (string?)a.Body!["mode"] == "readonly");
        }

        var refused = await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"shop"}""");
        Assert.Equal((403, 1004L), (refused.Status, refused.ErrorNum));
        Assert.Equal("readonly", (string?)(await Requests.GetAsync(cluster.Port("coordinator"), "/_admin/server/availability")).Body!["mode"]);
        await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/server/mode", """{"mode":"default"}""");
        await Requests.UntilAsync(() => cluster.GetAsync("db1", "/_admin/server/mode"), static a => (string?)a.Body!["mode"] == "default");
        Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"shop"}""")).Status);
    }

    private static Task<Answer> AskAsync(TestCluster cluster, string command) => cluster.GetAsync("coordinator", $"/_admin/cluster/{command}");
}
