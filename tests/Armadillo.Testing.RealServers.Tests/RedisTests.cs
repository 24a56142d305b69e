using System.Net.Sockets;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

public sealed class RedisTests : ServerTest
{
    [ServerFact("redis-server")]
    public async Task It_is_ready_by_its_log_line_answers_and_stops_cleanly_at_sigterm()
    {
        await using var topology = await Starter.StartAsync(Redis.Topology(Redis.Server()));

        Assert.Equal("+PONG", await Redis.AskAsync(topology["redis"], "PING"));
        var stop = await topology.StopAsync();

        Assert.True(stop.IsClean, Describe(stop));
        Assert.Equal(0, stop.Instances[0].Exit!.ExitCode);
        Assert.Null(stop.KeptDirectory);
    }

    [ServerFact("redis-server")]
    public async Task A_killed_server_comes_back_on_its_port_with_its_appended_data()
    {
        await using var topology = await Starter.StartAsync(Redis.Topology(Redis.Server(appendOnly: true)));
        var redis = topology["redis"];
        var endpoint = redis.Endpoint;
        Assert.Equal("+OK", await Redis.AskAsync(redis, "SET animal armadillo"));

        await redis.KillAsync();
        Assert.Equal(InstanceState.Stopped, redis.State);
        await Assert.ThrowsAsync<SocketException>(() => Redis.AskAsync(redis, "PING"));
        await redis.RestartAsync();

        Assert.Equal(endpoint, redis.Endpoint);
        Assert.StartsWith("$9", await Redis.AskAsync(redis, "GET animal"), StringComparison.Ordinal);
        Assert.Empty(topology.Crashes);
    }

    [ServerFact("redis-server")]
    public async Task A_replica_that_is_cut_off_misses_what_is_written_until_the_link_is_healed()
    {
        await using var topology = await Starter.StartAsync(Redis.Topology(Redis.Server(), Redis.Replica()) with { LinkFaults = true });
        var (primary, replica) = (topology["redis"], topology["replica"]);
        await WriteAsync("before");
        await UntilReplicaHasAsync("before");

        await using (await topology.Faults.PartitionAsync([primary], [replica]))
        {
            await WriteAsync("during");

            // A replica that is connected speaks each second; the primary counts the seconds since it last did.
            await UntilAsync(async () => await Redis.FieldAsync(primary, "replication", "slave0") is { } seen && LagOf(seen) >= 3, "3 s of silence");
            Assert.Equal("before", await Redis.GetAsync(replica, "word"));
        }

        await UntilReplicaHasAsync("during");

        static int LagOf(string replica) => int.Parse(replica[(replica.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

        async Task WriteAsync(string word) => Assert.Equal("+OK", await Redis.AskAsync(primary, $"SET word {word}"));

        Task UntilReplicaHasAsync(string word) => UntilAsync(async () => await Redis.GetAsync(replica, "word") == word, $"the replica has '{word}'");

        Task UntilAsync(Func<Task<bool>> condition, string what) => topology.WaitAsync(
            Condition.When(what, async (_, _) => (await condition(), await Redis.GetAsync(replica, "word"))), TimeSpan.FromMinutes(1));
    }

    [ServerFact("redis-server")]
    public async Task A_server_that_is_made_to_crash_is_reported_with_its_own_last_words()
    {
        await using var topology = await Starter.StartAsync(Redis.Topology(Redis.Server()));
        var wait = topology.WaitAsync(Condition.When("never", static (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(1));

        await topology["redis"].SignalAsync(Processes.ProcessSignal.SegmentationFault);
        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => wait);

        Assert.Equal("redis", crash.Report.Instance);
        Assert.Contains(crash.Report.LastLines, line => line.Text.Contains("REDIS BUG REPORT END", StringComparison.Ordinal)
            || line.Text.Contains("crashed by signal", StringComparison.Ordinal));
        topology.AcceptCrashes();
    }

    [ServerFact("redis-server")]
    public async Task A_fixed_port_that_is_taken_is_refused_before_anything_starts()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<SpecException>(() => Starter.StartAsync(Redis.Topology(Redis.Server() with { Ports = [new PortSpec("main", port)] })));

        Assert.Contains($"Port {port} is taken by another process", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'redis'", failure.Message, StringComparison.Ordinal);
    }

    [ServerFact("redis-server")]
    public async Task A_server_that_finds_its_port_busy_says_so_in_the_exception()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        // The server uses a port that nobody leased for it.
        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => Starter.StartAsync(Redis.Topology(Redis.Server() with
        {
            Arguments = _ => ["--port", $"{port}", "--bind", "127.0.0.1", "--save", ""],
        })));

        Assert.Contains("redis", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Address already in use", failure.Message, StringComparison.Ordinal);
        Assert.IsType<InstanceCrashedException>(failure.Problems[0]);
    }
}
