using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ClusterLifeTests
{
    [Fact]
    public async Task A_cluster_becomes_good_and_ends_cleanly_coordinator_first_and_agents_last()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var health = (await cluster.WaitForHealthAsync(IsAllGood)).Body!["Health"]!.AsObject();
        Assert.Equal(4, health.Count);
        Assert.Equal("Coordinator0001", (string?)health[cluster.IdOf("coordinator")]!["ShortName"]);
        Assert.All(health, static x => Assert.False((bool?)x.Value!["CanBeDeleted"]));
        Assert.Equal($"{cluster.IdOf("coordinator")}: done", (string?)await cluster.ReadAgencyAsync("arango", "Bootstrap"));
        Assert.Equal(cluster.IdOf("coordinator"), (string?)await cluster.ReadAgencyAsync("arango", "Current", "Foxxmaster"));

        await StopAsync(cluster, "coordinator");
        await StopAsync(cluster, "db1");
        Assert.Equal([cluster.IdOf("db2")], Keys(await cluster.ReadAgencyAsync("arango", "Current", "DBServers")));
        Assert.Equal(2, Keys(await cluster.ReadAgencyAsync("arango", "Plan", "DBServers")).Length);
        Assert.NotNull(await cluster.ReadAgencyAsync("arango", "Supervision", "Health", cluster.IdOf("db1")));
        await StopAsync(cluster, "db2");
        await StopAsync(cluster, "agent");
    }

    [Fact]
    public async Task The_lines_of_a_start_come_in_the_recorded_order()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent");
        var coordinator = cluster.StartCoordinator("coordinator");
        await coordinator.WaitForAsync("[d4db4]");
        cluster.StartDbServer("db1");
        cluster.StartDbServer("db2");
        await coordinator.WaitUntilReadyAsync();
        await cluster["db1"].WaitUntilReadyAsync();
        Assert.Equal(
            ["e52b0", "a1c60", "3bb7d", "0d924", "d4db4", "22f55", "b6826", "805b2", "3844e", "6ea38", "cf3f4"],
            Ids(coordinator).Distinct());
        Assert.Equal(["e52b0", "a1c60", "3bb7d", "0d924", "b6826", "805b2", "3844e", "6ea38", "cf3f4"], Ids(cluster["db1"]));
    }

    [Fact]
    public async Task Registration_writes_what_was_recorded()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent");
        await cluster.StartDbServer("db1").WaitUntilReadyAsync();
        var id = cluster.IdOf("db1");
        Assert.Equal("none", (string?)await cluster.ReadAgencyAsync("arango", "Plan", "DBServers", id));
        Assert.Equal("none", (string?)await cluster.ReadAgencyAsync("arango", "Current", "DBServers", id));
        Assert.Equal(1, (int?)await cluster.ReadAgencyAsync("arango", "Target", "LatestDBServerId"));
        Assert.Equal("DBServer0001", (string?)await cluster.ReadAgencyAsync("arango", "Target", "MapUniqueToShortID", id, "ShortName"));
        var registered = await cluster.ReadAgencyAsync("arango", "Current", "ServersRegistered", id);
        Assert.Equal(31210, (int?)registered!["version"]);
        Assert.Equal($"tcp://127.0.0.1:{cluster.Port("db1")}", (string?)registered["endpoint"]);
        Assert.Equal(1, (int?)await cluster.ReadAgencyAsync("arango", "Current", "ServersKnown", id, "rebootId"));
        Assert.Equal("UNLOCKED", (string?)await cluster.ReadAgencyAsync("arango", "Plan", "Lock"));
    }

    [Fact]
    public async Task After_a_restart_a_dbserver_keeps_its_short_name_and_a_coordinator_gets_a_new_one()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await StopAsync(cluster, "db1");
        await StopAsync(cluster, "coordinator");
        var name = (string?)await ShortNameAsync(cluster, "db1");
        await cluster.StartDbServer("db1").WaitUntilReadyAsync();
        await cluster.StartCoordinator("coordinator").WaitUntilReadyAsync();
        Assert.Equal(name, await ShortNameAsync(cluster, "db1"));
        Assert.Equal("Coordinator0002", await ShortNameAsync(cluster, "coordinator"));
        var status = (await cluster.GetAsync("db1", "/_admin/status")).Body!["serverInfo"]!;
        Assert.Equal(2, (int?)status["rebootId"]);
        Assert.Equal("PRIMARY", (string?)status["role"]);
    }

    [Fact]
    public async Task A_killed_dbserver_is_reported_failed_and_comes_back()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync("--agency.supervision-ok-threshold", "1.5", "--agency.supervision-grace-period", "3");
        await cluster.WaitForHealthAsync(IsAllGood);
        var id = cluster.IdOf("db2");
        await cluster["db2"].DisposeAsync();
        await cluster.WaitForHealthAsync(h => (string?)h[id]!["Status"] == "FAILED");
        cluster.StartDbServer("db2");
        await cluster.WaitForHealthAsync(IsAllGood);
    }

    [Fact]
    public async Task A_killed_coordinator_can_be_removed()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync("--agency.supervision-ok-threshold", "1.5", "--agency.supervision-grace-period", "3");
        await cluster.StartCoordinator("second").WaitUntilReadyAsync();
        var id = cluster.IdOf("second");
        await cluster["second"].DisposeAsync();
        await cluster.WaitForHealthAsync(h => h[id] is { } r && (string?)r["Status"] == "FAILED" && (bool?)r["CanBeDeleted"] == true);
        var removed = await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_admin/cluster/removeServer", "\"Coordinator0002\"");
        Assert.Equal(200, removed.Status);
        Assert.Null(removed.Body);
        await cluster.WaitForHealthAsync(h => !h.ContainsKey(id));
        Assert.Equal(404, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_admin/cluster/removeServer", $"\"{id}\"")).Status);
    }

    private static bool IsAllGood(JsonObject health) => health.Count >= 4
        && health.All(static x => (string?)x.Value!["Status"] == "GOOD" && (string?)x.Value["SyncStatus"] is null or "SERVING");

    private static async Task StopAsync(TestCluster cluster, string name)
    {
        cluster[name].Signal(Signals.Terminate);
        Assert.Equal(0, await cluster[name].WaitForExitAsync());
        await cluster[name].WaitForAsync("[4bcb9]");
    }

    private static async Task<string?> ShortNameAsync(TestCluster cluster, string name) =>
        (string?)await cluster.ReadAgencyAsync("arango", "Target", "MapUniqueToShortID", cluster.IdOf(name), "ShortName");

    private static string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(static x => x.Key)];

    private static string[] Ids(EmulatorProcess process) =>
        [.. process.Output.Select(static l => l[(l.IndexOf("] INFO [", StringComparison.Ordinal) + 8)..][..5])];
}
