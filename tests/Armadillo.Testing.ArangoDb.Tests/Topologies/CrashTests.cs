using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.ArangoDb.Tests.Topologies;

[Collection(LiveServers.Name)]
public sealed class CrashTests : IAsyncLifetime
{
    /// <summary>Far below the 30 s of a request and the 60 s of a wait, far above what a busy machine needs.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task A_kill_from_outside_ends_a_pending_wait_and_a_pending_request_at_once_with_the_report()
    {
        var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { DbServers = 3 });
        await using var disposal = cluster;
        var victim = cluster.DbServers[0];
        await cluster.DbServers[1].SuspendAsync();
        var wait = cluster.WaitForHealthAsync(cluster.DbServers[2], ServerHealth.Failed);
        var request = cluster.DbServers[1].SendAsync(HttpMethod.Get, "/_api/version");
        var lastLine = victim.Instance.Log.Tail(1).Single().Text;

        RunningProcess.Signal(victim.Instance.LastIdentity!.Value, RunningProcess.Kill);

        foreach (var pending in new Task[] { wait, request })
        {
            var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => pending.WaitAsync(AtOnce));
            Assert.Equal("dbserver-1", crash.Report.Instance);
            Assert.Equal(ProcessSignal.Kill, crash.Report.Exit.Signal);
            Assert.Contains("dbserver-1", crash.Message, StringComparison.Ordinal);
            Assert.Contains("SIGKILL", crash.Message, StringComparison.Ordinal);
            Assert.Contains("the arangod emulator", crash.Message, StringComparison.Ordinal);
            Assert.Contains($"| {lastLine}", crash.Message, StringComparison.Ordinal);
        }

        Assert.Equal(InstanceState.Crashed, victim.State);
        await Assert.ThrowsAsync<InstanceCrashedException>(() => cluster.GetHealthAsync());
        await AssertNothingIsLeftAsync(cluster);
        Assert.True(Directory.Exists(cluster.Topology.Workspace.Directory));
    }

    [Fact]
    public async Task A_crash_that_the_test_accepts_lets_the_server_be_started_again()
    {
        var single = await _lab.Starter.StartAsync(Lab.SingleServer);
        await using var disposal = single;
        RunningProcess.Signal(single.Server.Instance.LastIdentity!.Value, RunningProcess.Kill);
        await Assert.ThrowsAsync<InstanceCrashedException>(
            () => single.Topology.GuardAsync(token => Task.Delay(Timeout.Infinite, token)).WaitAsync(AtOnce));

        single.Topology.AcceptCrashes();
        await single.Server.RestartAsync();

        Assert.Equal(200, (await single.Server.SendAsync(HttpMethod.Get, "/_api/version")).Status);
        var stop = await single.StopAsync();
        Assert.True(stop.IsClean, string.Join('\n', stop.Instances));
        Assert.Contains("single-1 crashed", stop.KeptDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_takes_no_notice_of_SIGTERM_is_killed_after_its_grace_and_its_data_are_kept()
    {
        var single = await _lab.Starter.StartAsync(Lab.SingleServer with
        {
            StopGracePeriod = TimeSpan.FromSeconds(1),
            Options = Options.StartupOptions.None.With("emulator.ignore-sigterm", "true"),
        });
        await using var disposal = single;

        var stop = await single.StopAsync();

        var end = Assert.Single(stop.Instances);
        Assert.True(end.WasForced);
        Assert.False(end.IsClean);
        Assert.Equal(ProcessSignal.Kill, end.Exit!.Signal);
        Assert.Empty(single.Topology.Crashes);
        Assert.Contains("unclean stop", stop.KeptDirectory, StringComparison.Ordinal);
        await AssertNothingIsLeftAsync(single);
    }

    private static async Task AssertNothingIsLeftAsync(ArangoTopology topology)
    {
        var processes = topology.Servers.Select(s => s.Instance.LastIdentity!.Value).ToList();
        await topology.StopAsync();
        Assert.All(processes, p => Assert.False(RunningProcess.Runs(p), p.ToString()));
        Assert.All(topology.Servers, s => Assert.True(RunningProcess.IsFree(s.Endpoint.Port), s.ToString()));
    }
}
