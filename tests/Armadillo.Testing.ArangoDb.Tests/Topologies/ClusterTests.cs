using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.Tests.Topologies;

[Collection(LiveServers.Name)]
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task Eight_servers_start_after_their_agency_agreed_and_stop_before_it()
    {
        var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { Agents = 3, DbServers = 3, Coordinators = 2 });
        var processes = cluster.Servers.Select(s => s.Instance.LastIdentity!.Value).ToList();
        Assert.Equal(8, processes.Distinct().Count());
        Assert.All(processes, p => Assert.True(RunningProcess.Runs(p), p.ToString()));
        Assert.Equal(8, cluster.Servers.Select(s => s.Endpoint.Port).Distinct().Count());
        Assert.DoesNotContain(await cluster.GetHealthAsync(), r => r.Health == ServerHealth.Failed);

        var stop = await cluster.StopAsync();

        Assert.True(stop.IsClean, string.Join('\n', stop.Instances));
        Assert.All(stop.Instances, s => Assert.Equal(0, s.Exit!.ExitCode));
        Assert.Equal(8, stop.Instances.Count);
        Assert.All(processes, p => Assert.False(RunningProcess.Runs(p), p.ToString()));
        Assert.All(cluster.Servers, s => Assert.True(RunningProcess.IsFree(s.Endpoint.Port), s.ToString()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Root));
        AssertStartOrder(cluster.Events.Events);
        AssertStopOrder(cluster.Events.Events);
    }

    [Fact]
    public async Task Killed_and_suspended_dbservers_fail_and_come_back_on_their_port_and_data()
    {
        // One agent: after a change of the agency's leader nobody is called FAILED for a minute.
        await using var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { Agents = 1, DbServers = 3 });
        var (killed, suspended) = (cluster.DbServers[0], cluster.DbServers[1]);
        var (endpoint, id, process) = (killed.Endpoint, killed.Id, killed.Instance.LastIdentity!.Value);
        var sleeper = suspended.Instance.LastIdentity!.Value;
        Assert.StartsWith("PRMR-", id, StringComparison.Ordinal);

        await killed.KillAsync();
        await suspended.SuspendAsync();
        Assert.False(RunningProcess.Runs(process));
        Assert.Equal(InstanceState.Suspended, suspended.State);
        await Task.WhenAll(cluster.WaitForHealthAsync(killed, ServerHealth.Failed), cluster.WaitForHealthAsync(suspended, ServerHealth.Failed));
        await cluster.WaitForHealthAsync(cluster.DbServers[2], ServerHealth.Good);

        await Task.WhenAll(killed.RestartAsync(), suspended.ResumeAsync());
        await Task.WhenAll(cluster.WaitForHealthAsync(killed, ServerHealth.Good), cluster.WaitForHealthAsync(suspended, ServerHealth.Good));

        Assert.Equal((endpoint, id), (killed.Endpoint, killed.Id));
        Assert.NotEqual(process, killed.Instance.LastIdentity);
        Assert.Equal(sleeper, suspended.Instance.LastIdentity);
        await cluster.WaitUntilHealthyAsync();
        Assert.Empty(cluster.Topology.Crashes);
    }

    [Fact]
    public async Task A_cluster_without_authentication_serves_everybody()
    {
        await using var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { Agents = 1, Authentication = false });

        Assert.Null(cluster.TokenFile);
        using var client = Network.LoopbackHttp.CreateClient();
        foreach (var server in cluster.Servers)
        {
            using var answer = await client.GetAsync(new Uri(server.Endpoint, "/_api/version"));
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_wait_for_health_that_does_not_come_explains_itself()
    {
        await using var cluster = await _lab.Starter.StartAsync(Lab.Cluster with { Agents = 1 });

        var failure = await Assert.ThrowsAsync<Diagnostics.WaitTimeoutException>(
            () => cluster.WaitForHealthAsync(cluster.DbServers[1], ServerHealth.Failed, TimeSpan.FromSeconds(5)));

        Assert.Contains("cluster health shows dbserver-2 FAILED", failure.Message, StringComparison.Ordinal);
        Assert.Contains("GOOD, SERVING", failure.Message, StringComparison.Ordinal);
        Assert.All(cluster.Servers, s => Assert.Contains(s.Name, failure.Message, StringComparison.Ordinal));
        Assert.Contains($"artifacts: {cluster.Topology.Workspace.Directory}", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Nobody but agents is launched before the agency's gate opened.</summary>
    private static void AssertStartOrder(IReadOnlyList<LifecycleEvent> events)
    {
        var gate = events.OfType<ConditionMet>().First(e => e.Instance is null && e.Condition.Contains("agents leads and all name it", StringComparison.Ordinal));
        var launches = events.OfType<InstanceLaunched>().ToList();
        Assert.Equal(8, launches.Count);
        Assert.All(launches, l => Assert.Equal(l.Instance!.StartsWith("agent-", StringComparison.Ordinal), l.Sequence < gate.Sequence));
        var agentsReady = events.OfType<InstanceStateChanged>().Where(e => e.To == nameof(InstanceState.Running) && e.Instance!.StartsWith("agent-", StringComparison.Ordinal));
        Assert.All(agentsReady, r => Assert.True(r.Sequence < gate.Sequence));
        var whole = events.OfType<ConditionMet>().Last(e => e.Instance is null);
        Assert.Contains("every server GOOD and SERVING", whole.Condition, StringComparison.Ordinal);
    }

    /// <summary>No agent is asked to end before everybody else is gone.</summary>
    private static void AssertStopOrder(IReadOnlyList<LifecycleEvent> events)
    {
        var exits = events.OfType<InstanceExited>().ToList();
        Assert.All(exits, e => Assert.True(e.Announced, e.Describe()));
        var lastOther = exits.Where(e => !e.Instance!.StartsWith("agent-", StringComparison.Ordinal)).Max(e => e.Sequence);
        var firstAgent = events.OfType<InstanceStateChanged>().First(e => e.To == nameof(InstanceState.Stopping) && e.Instance!.StartsWith("agent-", StringComparison.Ordinal));
        Assert.True(lastOther < firstAgent.Sequence, $"{lastOther} < {firstAgent.Sequence}");
    }
}
