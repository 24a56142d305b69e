using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.FailurePoints;

[Collection(LiveServers.Name)]
public sealed class FailurePointsTests : IAsyncLifetime
{
    private readonly Lab _lab = new();
    private ArangoCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await _lab.Starter.StartAsync(
        Lab.Cluster with { Agents = 1, Options = StartupOptions.None.With("emulator.failure-tests", "true") });

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task A_point_is_set_where_it_was_asked_for_and_gone_with_its_handle()
    {
        var points = _cluster.FailurePoints;
        Assert.True(await points.AreAvailableAsync());

        await using (var point = await points.SetAsync(_cluster.DbServers, "HeartbeatThread::sendServerState"))
        {
            Assert.Equal(["HeartbeatThread::sendServerState"], await points.ListAsync(_cluster.DbServers[0]));
            Assert.Equal(["HeartbeatThread::sendServerState"], await points.ListAsync(_cluster.DbServers[1]));
            Assert.Empty(await points.ListAsync(_cluster.Coordinators[0]));
            await point.ClearAsync();
            await point.ClearAsync();
        }

        Assert.Empty(await points.ListAsync(_cluster.DbServers[0]));
        await points.SetAsync(ArangoRole.Coordinator, "a strange::name?");
        await points.SetAsync(ServerSelection.Named("dbserver-2"), "Second::place");
        Assert.Equal(["a strange::name?"], await points.ListAsync(_cluster.Coordinators[0]));
        await points.ClearAsync();
        Assert.Empty(await points.ListAsync(_cluster.Coordinators[0]));
        Assert.Empty(await points.ListAsync(_cluster.DbServers[1]));
        await points.ResetRaceControlAsync();
    }

    [Fact]
    public async Task An_empty_selection_is_an_error_that_lists_the_candidates()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _cluster.FailurePoints.SetAsync(ServerSelection.Named("dbserver-7"), "Some::where"));

        Assert.Equal(
            "No server is selected: those named dbserver-7. The servers are: agent-1 (Agent, Running), dbserver-1 (DbServer, Running), "
            + "dbserver-2 (DbServer, Running), coordinator-1 (Coordinator, Running).",
            error.Message);
    }

    [Fact]
    public async Task A_server_that_terminates_itself_is_no_crash_and_its_points_are_gone_after_its_restart()
    {
        var victim = _cluster.DbServers[0];
        var point = await _cluster.FailurePoints.SetAsync(victim, "Some::where");

        var report = await _cluster.FailurePoints.TerminateAsync(victim);

        Assert.Equal((victim.Name, ProcessSignal.Kill), (report.Instance, report.Exit.Signal));
        Assert.Contains(report.ImportantLines, line => line.Text.Contains("{crash}", StringComparison.Ordinal));
        Assert.Null(_cluster.Topology.PendingCrash);
        Assert.Equal(InstanceState.Stopped, victim.State);
        await point.DisposeAsync();
        await victim.RestartAsync();
        Assert.Empty(await _cluster.FailurePoints.ListAsync(victim));
        await _cluster.WaitUntilHealthyAsync();
    }
}
