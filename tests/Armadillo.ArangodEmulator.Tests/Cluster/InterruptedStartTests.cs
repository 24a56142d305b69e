using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class InterruptedStartTests
{
    [Fact]
    public async Task A_coordinator_that_is_stopped_while_it_waits_for_dbservers_logs_off()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent");
        var coordinator = cluster.StartCoordinator("coordinator");
        await coordinator.WaitForAsync("[d4db4]");
        coordinator.Signal(Signals.Terminate);
        Assert.Equal(0, await coordinator.WaitForExitAsync());
        await coordinator.WaitForAsync("[4bcb9]");
        Assert.Empty((await cluster.ReadAgencyAsync("arango", "Current", "Coordinators"))!.AsObject());
        Assert.Single((await cluster.ReadAgencyAsync("arango", "Plan", "Coordinators"))!.AsObject());
    }

    [Fact]
    public async Task A_dbserver_that_waits_for_its_agency_can_be_stopped()
    {
        await using var cluster = new TestCluster();
        var waiting = cluster.StartDbServer("db1");
        await waiting.WaitForAsync("[0d924]");
        waiting.Signal(Signals.Terminate);
        Assert.Equal(0, await waiting.WaitForExitAsync());
    }
}
