using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ClusterAdminTests
{
    [Fact]
    public async Task A_coordinator_answers_for_its_cluster()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = (string?)await cluster.ReadAgencyAsync("arango", "Cluster");
        Assert.Equal(id, (string?)(await cluster.GetAsync("coordinator", "/_admin/deployment/id")).Body!["id"]);
        var endpoints = (await cluster.GetAsync("coordinator", "/_api/cluster/endpoints")).Body!["endpoints"]!.AsArray();
        Assert.Equal($"tcp://127.0.0.1:{cluster.Port("coordinator")}", (string?)endpoints.Single()!["endpoint"]);
        var dump = (await cluster.GetAsync("coordinator", "/_api/cluster/agency-dump")).Body!;
        Assert.Equal(id, (string?)dump["agency"]!["arango"]!["Cluster"]);
        Assert.True((await cluster.GetAsync("coordinator", "/_admin/cluster/numberOfServers")).Body!.AsObject().ContainsKey("numberOfDBServers"));
        Assert.Equal(cluster.IdOf("coordinator"), (string?)(await cluster.GetAsync("coordinator", "/_admin/server/id")).Body!["id"]);
        Assert.Equal(400, (await cluster.GetAsync("coordinator", "/_admin/cluster/nonsense")).Status);
        Assert.Equal(403, (await cluster.GetAsync("db1", "/_admin/cluster/health")).Status);
        Assert.Equal("AGENT", (string?)(await cluster.GetAsync("agent", "/_admin/server/role")).Body!["role"]);
        Assert.True((bool?)(await cluster.GetAsync("agent", "/_admin/status")).Body!["agent"]!["leading"]);
    }

    [Fact]
    public async Task Users_are_known_to_coordinators_only()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var root = Requests.Basic("root", "");
        Assert.Equal(200, (await Requests.GetAsync(cluster.Port("coordinator"), "/_admin/cluster/health", root)).Status);
        Assert.Equal(401, (await Requests.GetAsync(cluster.Port("db1"), "/_api/version", root)).Status);
        Assert.Equal(401, (await Requests.GetAsync(cluster.Port("agent"), "/_api/agency/config", root)).Status);
    }

    [Fact]
    public async Task Maintenance_is_switched_on_and_off()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/maintenance", "\"on\"")).Status);
        Assert.Equal("Maintenance", await ModeAsync(cluster));
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/maintenance", "\"off\"")).Status);
        Assert.Equal("Normal", await ModeAsync(cluster));
        Assert.Equal(400, (await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_admin/cluster/maintenance", "\"perhaps\"")).Status);
    }

    [Fact]
    public async Task The_key_for_shutdown_ends_all_members()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster.WriteAgencyAsync("/arango/Shutdown", "true");
        Assert.Equal(0, await cluster["coordinator"].WaitForExitAsync());
        Assert.Equal(0, await cluster["db1"].WaitForExitAsync());
        Assert.Equal(0, await cluster["db2"].WaitForExitAsync());
        Assert.False(cluster["agent"].HasExited);
    }

    [Fact]
    public async Task A_soft_shutdown_ends_a_coordinator_after_a_while()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var answer = await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_admin/shutdown?soft=true", "");
        Assert.Equal("OK", (string?)answer.Body);
        var progress = (await cluster.GetAsync("coordinator", "/_admin/shutdown")).Body!;
        Assert.True((bool?)progress["softShutdownOngoing"]);
        Assert.Equal(0, await cluster["coordinator"].WaitForExitAsync());
        await cluster["coordinator"].WaitForAsync("[fedd2]");
        await cluster["coordinator"].WaitForAsync("[ffeed]");
        await cluster["coordinator"].WaitForAsync("[4bcb9]");
    }

    [Fact]
    public async Task A_server_with_another_secret_is_turned_away()
    {
        await using var cluster = new TestCluster();
        using var scratch = new ScratchDirectory();
        await cluster.StartAgent("agent").WaitUntilReadyAsync();
        var stranger = cluster.StartDbServer("db1", "--server.jwt-secret-keyfile", scratch.Write("other", "other"));
        await stranger.WaitForAsync("FATAL [32781] {startup}");
        Assert.Equal(1, await stranger.WaitForExitAsync());
    }

    private static async Task<string?> ModeAsync(TestCluster cluster) =>
        (string?)(await cluster.GetAsync("coordinator", "/_admin/cluster/maintenance")).Body!["result"];
}
