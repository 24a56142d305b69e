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
        await cluster.WriteAsync("""{"arango/Supervision/Maintenance":"2999-01-01T00:00:00Z"}""");
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/State/Mode") == "\"Maintenance\"");
        cluster.StopBeating(DbServer);
        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System);
        Assert.Equal("\"GOOD\"", await cluster.AtAsync($"Supervision/Health/{DbServer}/Status"));
        await cluster.WriteAsync("""{"arango/Supervision/Maintenance":{"op":"delete"} }""");
        await Eventually.Async(async () => await cluster.AtAsync("Supervision/State/Mode") == "\"Normal\"");
        await HealthTests.StatusAsync(cluster, DbServer, "FAILED");
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
