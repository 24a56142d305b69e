using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class HealthTests
{
    private const string DbServer = "PRMR-1";
    private const string Coordinator = "CRDN-1";

    [Fact]
    public async Task A_db_server_goes_from_good_over_bad_to_failed_and_comes_back()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer);
        await StatusAsync(cluster, DbServer, "GOOD");
        Assert.Equal("10001", await cluster.AtAsync("Sync/LatestID"));
        Assert.Equal("\"Normal\"", await cluster.AtAsync("Supervision/State/Mode"));

        cluster.StopBeating(DbServer);
        await StatusAsync(cluster, DbServer, "FAILED");
        Assert.Equal("[]", await cluster.AtAsync($"Target/FailedServers/{DbServer}"));
        await Eventually.Async(async () => await cluster.AtAsync("Target/Finished/1/type") == "\"failedServer\"");
        Assert.Equal(("{}", "{}"), (await cluster.AtAsync("Target/ToDo"), await cluster.AtAsync("Target/Pending")));
        Assert.Equal("{}", await cluster.AtAsync("Supervision/DBServers"));
        Assert.Equal("2", await cluster.AtAsync($"Current/ServersKnown/{DbServer}/rebootId"));
        Assert.NotEmpty(await cluster.AtAsync("Target/Finished/1/timeStarted"));
        Assert.NotEmpty(await cluster.AtAsync("Target/Finished/1/timeFinished"));

        cluster.Beat(DbServer);
        await StatusAsync(cluster, DbServer, "GOOD");
        Assert.Equal("{}", await cluster.AtAsync("Target/FailedServers"));
        Assert.Equal(["GOOD", "BAD", "FAILED", "GOOD"], await cluster.HistoryAsync($"Supervision/Health/{DbServer}", "Status"));
    }

    [Fact]
    public async Task A_health_record_has_all_that_the_server_said_when_it_registered()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer, "STARTUP");
        await StatusAsync(cluster, DbServer, "GOOD");
        var leader = await cluster.Network.LeaderAsync();
        var record = (await cluster.Network.GetAsync(leader, "state")).Body!["agency"]!["arango"]!["Supervision"]!["Health"]![DbServer]!;
        Assert.Equal(
            ["Endpoint", "Engine", "Host", "LastAckedTime", "ShortName", "Status", "SyncStatus", "SyncTime", "Timestamp", "Version"],
            record.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal("STARTUP", record["SyncStatus"]!.ToString());
        Assert.Equal("DBServer0001", record["ShortName"]!.ToString());
        var volatileRecord = await cluster.Network.PostAsync(leader, "transient", $"""[["/arango/Supervision/Health/{DbServer}/Status"]]""");
        Assert.Contains("GOOD", volatileRecord.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_coordinator_gets_a_new_reboot_id_and_is_foxxmaster_no_more()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(Coordinator, "Coordinator0001");
        await cluster.WriteAsync($$"""{"arango/Current/Foxxmaster":"{{Coordinator}}"}""");
        cluster.Beat(Coordinator);
        await StatusAsync(cluster, Coordinator, "GOOD");
        cluster.StopBeating(Coordinator);
        await StatusAsync(cluster, Coordinator, "FAILED");
        Assert.Equal("\"\"", await cluster.AtAsync("Current/Foxxmaster"));
        Assert.Equal("2", await cluster.AtAsync($"Current/ServersKnown/{Coordinator}/rebootId"));
        Assert.Equal(("2", "2"), (await cluster.AtAsync("Plan/Version"), await cluster.AtAsync("Current/Version")));
        Assert.Equal("{}", await cluster.AtAsync("Target/FailedServers"));
    }

    [Fact]
    public async Task Checks_wait_until_every_planned_server_has_sent_a_heartbeat()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        await cluster.RegisterAsync(Coordinator, "Coordinator0001");
        cluster.Beat(DbServer);
        await Eventually.True(() => cluster.Network.Log.Ids.Contains("7928f"));
        Assert.Equal("{}", await cluster.AtAsync("Supervision/Health"));
        cluster.Beat(Coordinator);
        await StatusAsync(cluster, DbServer, "GOOD");
    }

    [Fact]
    public async Task A_server_without_short_name_is_skipped_and_an_unplanned_one_forgotten()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        await cluster.WriteAsync($$"""{"arango/Target/MapUniqueToShortID/{{DbServer}}":{"op":"delete"} }""");
        cluster.Beat(DbServer);
        await Eventually.True(() => cluster.Network.Log.Ids.Contains("a55cd"));
        Assert.Equal("{}", await cluster.AtAsync("Supervision/Health"));
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        await StatusAsync(cluster, DbServer, "GOOD");
        await cluster.WriteAsync($$"""{"arango/Plan/DBServers/{{DbServer}}":{"op":"delete"} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/Health") == "{}");
    }

    [Fact]
    public async Task A_new_leader_keeps_the_verdict_of_the_old_one_until_it_knows_better()
    {
        await using var cluster = await SupervisedCluster.StartedAsync(agents: 3);
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer);
        await StatusAsync(cluster, DbServer, "GOOD");
        await cluster.Network.KillAsync(await cluster.Network.LeaderAsync());
        var leader = await cluster.Network.LeaderAsync();
        await Eventually.Async(async () =>
            (await cluster.Network.PostAsync(leader, "transient", $"""[["/arango/Supervision/Health/{DbServer}/Status"]]""")).Text.Contains("GOOD", StringComparison.Ordinal));
        Assert.DoesNotContain("FAILED", await cluster.HistoryAsync($"Supervision/Health/{DbServer}", "Status"));
    }

    [Fact]
    public async Task Thresholds_can_be_changed_while_it_runs()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        var leader = await cluster.Network.LeaderAsync();
        await cluster.Network.SendAsync("PUT", leader, "/_api/agency/config", """{"okThreshold":1000,"gracePeriod":2000}""");
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer);
        await StatusAsync(cluster, DbServer, "GOOD");
        cluster.StopBeating(DbServer);
        await cluster.Network.SendAsync("PUT", leader, "/_api/agency/config", """{"okThreshold":0.1,"gracePeriod":0.2}""");
        await StatusAsync(cluster, DbServer, "FAILED");
        Assert.Equal(["GOOD", "BAD", "FAILED"], await cluster.HistoryAsync($"Supervision/Health/{DbServer}", "Status"));
    }

    internal static Task StatusAsync(SupervisedCluster cluster, string id, string status) =>
        Eventually.Async(async () => await cluster.AtAsync($"Supervision/Health/{id}/Status") == $"\"{status}\"");
}
