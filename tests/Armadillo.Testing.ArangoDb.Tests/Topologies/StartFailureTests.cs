using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Servers;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.ArangoDb.Tests.Topologies;

[Collection(LiveServers.Name)]
public sealed class StartFailureTests : IAsyncLifetime
{
    private readonly Lab _lab = new();
    private Topology? _topology;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task A_missing_program_is_told_before_anything_is_made()
    {
        var failure = await Assert.ThrowsAsync<SpecException>(() => _lab.Starter.StartAsync(Lab.Cluster with { Server = ArangodServer.At("/no/such/arangod") }, Remember));

        Assert.Contains("'/no/such/arangod' of agent-1, agent-2, agent-3, dbserver-1, dbserver-2, coordinator-1 was not found", failure.Message, StringComparison.Ordinal);
        Assert.Null(_topology);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Root));
    }

    [Fact]
    public async Task A_port_that_another_process_holds_is_named_before_the_start()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var spec = Lab.Agency.ToTopology();
        spec = spec with { Instances = [.. spec.Instances.Select(i => i.Name == "agent-2" ? i with { Ports = [new PortSpec("main", port)] } : i)] };

        var failure = await Assert.ThrowsAsync<SpecException>(() => _lab.Core.StartAsync(spec, Remember));

        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Port 'main' of instance 'agent-2': Port {port} is taken by another process."), failure.Message, StringComparison.Ordinal);
        Assert.Null(_topology);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_lab.Root));
    }

    [Fact]
    public async Task A_port_that_is_taken_after_planning_is_explained_by_the_servers_exit()
    {
        using var holder = new Holder();

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _lab.Starter.StartAsync(Lab.SingleServer, topology =>
        {
            Remember(topology);
            holder.Hold(topology.Instances[0].Endpoint!.Port);
        }));

        Assert.Contains("exit code 21 (could not bind its port, another process has it)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(21, CrashOf(failure).Exit.ExitCode);
        AssertNothingIsLeft(failure, portsToo: false);
    }

    [Fact]
    public async Task A_server_that_exits_during_the_start_ends_the_start_of_all_with_its_report()
    {
        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _lab.Starter.StartAsync(
            Lab.Cluster with { DbServerOptions = StartupOptions.None.With("emulator.exit-during-start", "28") }, Remember));

        var report = CrashOf(failure);
        Assert.StartsWith("dbserver-", report.Instance, StringComparison.Ordinal);
        Assert.Equal(28, report.Exit.ExitCode);
        Assert.Contains("exit code 28 (the system's limits are too low, raise open files (ulimit -n))", failure.Message, StringComparison.Ordinal);
        Assert.Contains("last log lines", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft(failure);
    }

    [Fact]
    public async Task An_unknown_startup_option_is_explained_with_what_the_server_says_about_it()
    {
        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _lab.Starter.StartAsync(
            Lab.SingleServer with { Options = StartupOptions.None.With("log.levle", "info") }, Remember));

        Assert.Equal(3, CrashOf(failure).Exit.ExitCode);
        Assert.Contains("exit code 3 (invalid startup option name)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("unknown option '--log.levle'", failure.Message, StringComparison.Ordinal);
        AssertNothingIsLeft(failure);
    }

    [Fact]
    public async Task A_server_that_never_becomes_ready_is_explained_with_all_that_is_known()
    {
        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _lab.Starter.StartAsync(
            Lab.SingleServer with { StartTimeout = TimeSpan.FromSeconds(15), Options = StartupOptions.None.With("emulator.ready-never", "true") }, Remember));

        var message = failure.Message;
        Assert.IsType<WaitTimeoutException>(failure.Problems[0]);
        Assert.Contains("waiting for: /_api/version answers 200 and the role is SINGLE", message, StringComparison.Ordinal);
        Assert.Matches(@"last look \(\d+\.\d\d s ago\):", message);
        Assert.Contains("/_api/version: status 503", message, StringComparison.Ordinal);
        Assert.Matches(@"single-1 +Starting +127\.0\.0\.1:\d+ +pid \d+", message);
        Assert.Contains("last log lines of single-1:", message, StringComparison.Ordinal);
        Assert.Matches(@"\| \S+Z \[\d+", message);
        Assert.Contains("hint: ", message, StringComparison.Ordinal);
        Assert.Contains($"artifacts: {failure.Directory}", message, StringComparison.Ordinal);
        AssertNothingIsLeft(failure);
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing_running()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lab.Starter.StartAsync(
            Lab.Agency with { Options = StartupOptions.None.With("emulator.ready-never", "true") },
            topology =>
            {
                Remember(topology);
                topology.Events.Subscribe(e =>
                {
                    if (e is Events.InstanceLaunched { Instance: "agent-3" })
                    {
                        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));
                    }
                });
            },
            cancellation.Token));

        AssertNothingRuns();
    }

    private static CrashReport CrashOf(TopologyStartException failure) => Assert.IsType<InstanceCrashedException>(failure.Problems[0]).Report;

    private void Remember(Topology topology) => _topology = topology;

    private void AssertNothingIsLeft(TopologyStartException failure, bool portsToo = true)
    {
        AssertNothingRuns(portsToo);
        Assert.Contains($"Logs: {failure.Directory}", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(failure.Directory, "events.jsonl")));
        Assert.True(failure.Message.Length < 8000, $"{failure.Message.Length} characters");
    }

    private void AssertNothingRuns(bool portsToo = true)
    {
        Assert.Contains(_topology!.Instances, i => i.LastIdentity is not null);
        Assert.All(_topology.Instances, i => Assert.False(i.LastIdentity is { } process && RunningProcess.Runs(process), i.ToString()));
        Assert.All(_topology.Instances, i => Assert.True(!portsToo || RunningProcess.IsFree(i.Endpoint!.Port), i.ToString()));
    }

    /// <summary>Takes a port away from somebody.</summary>
    private sealed class Holder : IDisposable
    {
        private TcpListener? _listener;

        public void Hold(int port)
        {
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Start();
        }

        public void Dispose() => _listener?.Dispose();
    }
}
