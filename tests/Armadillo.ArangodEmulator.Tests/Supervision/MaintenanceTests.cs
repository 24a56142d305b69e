using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Supervision;

public sealed class MaintenanceTests
{
    private const string DbServer = "PRMR-1";

    [Fact]
    public async Task Under_maintenance_nobody_is_declared_failed()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer);
        await HealthTests.StatusAsync(cluster, DbServer, "GOOD");
        await cluster.WriteAsync("""{"arango/Supervision/Maintenance":"on"}""");
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/State/Mode") == "\"Maintenance\"");
        cluster.StopBeating(DbServer);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
        Assert.Equal("\"GOOD\"", await cluster.AtAsync($"Supervision/Health/{DbServer}/Status"));
        await cluster.WriteAsync("""{"arango/Supervision/Maintenance":"2000-01-01T00:00:00Z"}""");
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/State/Mode") == "\"Normal\"");
        Assert.Equal("\"2000-01-01T00:00:00Z\"", await cluster.AtAsync("Supervision/Maintenance"));
        await HealthTests.StatusAsync(cluster, DbServer, "FAILED");
    }

    [Fact]
    public async Task A_new_leader_brings_the_tree_of_an_older_version_into_the_form_of_today()
    {
        await using var cluster = await SupervisedCluster.StartedAsync(more: """
            ,"arango/Agency":{"op":"delete"},"arango/Target/FailedServers":["PRMR-1"],"arango/Supervision/Maintenance":"on","arango/Target/HotBackup/Create":0
            """);
        await Eventually.Async(async () => await cluster.AtAsync("Target/FailedServers") == """{"PRMR-1":[]}""");
        await Eventually.Async(async () => await cluster.AtAsync("Agency/Definition") == "1");
        await Eventually.Async(async () => (await cluster.AtAsync("Supervision/Maintenance")).EndsWith("Z\"", StringComparison.Ordinal));
        await Eventually.Async(async () => (await cluster.AtAsync("Target/HotBackup/Create")).EndsWith("Z\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_db_server_in_maintenance_gets_no_job_when_it_fails()
    {
        await using var cluster = await SupervisedCluster.StartedAsync();
        await cluster.RegisterAsync(DbServer, "DBServer0001");
        cluster.Beat(DbServer);
        await HealthTests.StatusAsync(cluster, DbServer, "GOOD");
        await cluster.WriteAsync($$"""{"arango/Target/MaintenanceDBServers/{{DbServer}}":{"Mode":"maintenance","Until":"2999-01-01T00:00:00Z"} }""");
        await Eventually.Async(async () => await cluster.AtAsync($"Current/MaintenanceDBServers/{DbServer}/Mode") == "\"maintenance\"");
        cluster.StopBeating(DbServer);
        await HealthTests.StatusAsync(cluster, DbServer, "FAILED");
        Assert.Equal("{}", await cluster.AtAsync("Target/FailedServers"));
        Assert.Equal("{}", await cluster.AtAsync("Target/Finished"));
    }
}
