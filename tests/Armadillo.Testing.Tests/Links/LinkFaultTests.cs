using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Network;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Tests.Processes;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Tests.Links;

/// <summary>Real processes that talk to each other, and what happens to their links.</summary>
public sealed class LinkFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TestContainer _container = new(options => options.LogRingLines = 100_000);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Theory]
    [InlineData("")]
    [InlineData("--dual")]
    [InlineData("below a shell")]
    public async Task A_partition_stops_the_talk_of_two_processes_and_the_healed_link_brings_all_of_it(string way)
    {
        await using var topology = await StartAsync(way);
        var caller = topology["caller"];
        await HearsAsync(topology, caller, "answer 3");

        await using (var fault = await topology.Faults.PartitionAsync([topology["server"]], [caller]))
        {
            Assert.Equal("partition of server from caller", fault.ToString());
            var mark = await MarkAsync(topology, caller);
            await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"asked {mark + 10}"));
            Assert.InRange(Last(caller, "answer"), 1, mark);
        }

        await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"answer {Last(caller, "asked") + 1}"));
        Assert.Equal(Enumerable.Range(1, Last(caller, "answer")), All(caller, "answer"));
    }

    [Fact]
    public async Task A_restarted_member_is_the_same_member_for_its_links()
    {
        await using var topology = await StartAsync("");
        var caller = topology["caller"];
        await using var fault = await topology.Faults.BlockAsync(from: caller, to: topology["server"]);

        await caller.KillAsync();
        var answers = All(caller, "answer").Count;
        await caller.StartAsync();
        await HearsAsync(topology, caller, "asked 20");
        Assert.Equal(answers, All(caller, "answer").Count);

        await fault.HealAsync();
        await HearsAsync(topology, caller, "answer 20");
    }

    [Fact]
    public async Task One_way_is_one_way_a_third_member_and_the_test_itself_are_not_concerned()
    {
        await using var topology = await StartAsync("", more: true);
        var (caller, other) = (topology["caller"], topology["other"]);
        await HearsAsync(topology, caller, "answer 1");
        await using var back = await topology.Faults.BlockAsync(from: topology["server"], to: caller);
        await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"answer {Last(caller, "asked") + 5}"));

        await using var forth = await topology.Faults.BlockAsync(from: caller, to: topology["server"]);

        var mark = await MarkAsync(topology, caller);
        await HearsAsync(topology, other, string.Create(CultureInfo.InvariantCulture, $"answer {Last(other, "asked") + 20}"));
        await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"asked {mark + 10}"));
        Assert.InRange(Last(caller, "answer"), 1, mark);
        Assert.Equal("hello", await EchoAsync(topology["server"].Endpoint!));
        Assert.Equal("hello", await EchoAsync(topology["server"].PeerEndpoint!));
        Assert.Equal(["block from server to caller", "block from caller to server"], topology.Faults.Active.Select(f => f.ToString()));
    }

    [Fact]
    public async Task A_delay_lets_many_questions_be_under_way_and_keeps_their_order()
    {
        await using var topology = await StartAsync("");
        var caller = topology["caller"];
        await HearsAsync(topology, caller, "answer 1");

        await using (await topology.Faults.DelayAsync(caller, topology["server"], TimeSpan.FromMilliseconds(500)))
        {
            var mark = Last(caller, "asked") + 1;
            await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"answer {mark}"));

            // Answers take at least a second; by then much more was asked. Asked every 20 ms, on a slow machine less often.
            var lines = caller.Log.Tail(int.MaxValue).Select(l => l.Text).ToList();
            var between = lines.IndexOf($"answer {mark}") - lines.IndexOf($"asked {mark}");
            Assert.True(between > 3, $"{between} lines between question and answer {mark}");
        }

        await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"answer {Last(caller, "asked")}"));
        Assert.Equal(Enumerable.Range(1, Last(caller, "answer")), All(caller, "answer"));
    }

    [Fact]
    public async Task A_killed_member_breaks_its_connections_and_is_reached_again_after_its_start()
    {
        await using var topology = await StartAsync("");
        var (server, caller) = (topology["server"], topology["caller"]);
        await HearsAsync(topology, caller, "answer 1");

        await server.KillAsync();
        await HearsAsync(topology, caller, "broken");
        var mark = Last(caller, "answer");
        await server.StartAsync();

        await topology.WaitAsync(Condition.When("more answers", (_, _) => ValueTask.FromResult((Last(caller, "answer") > mark, ""))), Patience);
    }

    [Fact]
    public async Task A_failed_wait_and_a_crash_tell_which_links_were_cut()
    {
        await using var topology = await StartAsync("");
        await using var fault = await topology.Faults.IsolateAsync(topology["server"]);

        var wait = await Assert.ThrowsAsync<WaitTimeoutException>(() =>
            topology.WaitAsync(Condition.When("something", (_, _) => ValueTask.FromResult((false, "nothing"))), TimeSpan.FromMilliseconds(100)));
        Assert.Matches(@"faults of links:\s+isolation of server for \d+\.\d s", wait.Message);
        Assert.Contains("can the condition become true before it is healed?", wait.Message, StringComparison.Ordinal);

        using var expected = topology.CrashReports.Expect(topology["caller"]);
        await topology["caller"].SignalAsync(Armadillo.Testing.Processes.ProcessSignal.Kill);
        var report = await expected.WaitAsync(Patience);
        Assert.Matches(@"^isolation of server for \d+\.\d s$", Assert.Single(report.LinkFaults));
        Assert.Contains("  links:    isolation of server for ", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_links_are_in_the_event_log_and_end_before_the_members_do()
    {
        await using var topology = await StartAsync("");
        var fault = await topology.Faults.PartitionAsync([topology["server"]], [topology["caller"]]);
        var delay = await topology.Faults.DelayAsync(topology["server"], topology["caller"], TimeSpan.FromSeconds(1.5));
        await delay.DisposeAsync();
        await delay.HealAsync();

        await topology.StopAsync();

        Assert.True(fault.IsHealed);
        Assert.Empty(topology.Faults.Active);
        Assert.Equal(
            ["link fault: partition of server from caller", "link fault: delay of 1500 ms from server to caller", "delay of 1500 ms from server to caller", "partition of server from caller"],
            topology.Events.Events.Select(e => e switch { LinkFaulted => e.Describe(), LinkHealed healed => healed.Fault, _ => "" }).Where(d => d.Length > 0));
        var events = topology.Events.Events.ToList();
        Assert.True(events.FindLastIndex(e => e is LinkHealed) < events.FindIndex(e => e is InstanceExited));
        await Assert.ThrowsAsync<InvalidOperationException>(() => topology.Faults.IsolateAsync(topology["server"]));
        Assert.False(IsListening(topology["server"].PeerEndpoint!));
    }

    [Fact]
    public async Task What_cannot_be_done_to_links_says_why()
    {
        await using var topology = await StartAsync("");
        await using var plain = await _container.Starter.StartAsync(Shells.Topology(Shells.Shell("one", "sleep 1000"), Shells.Shell("two", "sleep 1000")));
        var (server, caller, faults) = (topology["server"], topology["caller"], topology.Faults);

        Assert.Contains("property LinkFaults", (await Assert.ThrowsAsync<InvalidOperationException>(() => plain.Faults.IsolateAsync(plain["one"]))).Message, StringComparison.Ordinal);
        Assert.Contains("side of the partition is empty", (await Assert.ThrowsAsync<ArgumentException>(() => faults.PartitionAsync([], [server]))).Message, StringComparison.Ordinal);
        Assert.Contains("on both sides", (await Assert.ThrowsAsync<ArgumentException>(() => faults.PartitionAsync([server, caller], [caller]))).Message, StringComparison.Ordinal);
        Assert.Contains("one belongs to another topology", (await Assert.ThrowsAsync<ArgumentException>(() => faults.BlockAsync(server, plain["one"]))).Message, StringComparison.Ordinal);
        Assert.Contains("both ends", (await Assert.ThrowsAsync<ArgumentException>(() => faults.BlockAsync(server, server))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => faults.DelayAsync(server, caller, TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => faults.DelayAsync(server, caller, TimeSpan.FromHours(2)));
        Assert.Empty(faults.Active);
    }

    [Fact]
    public async Task An_external_member_has_no_links_and_a_single_one_nobody_to_be_isolated_from()
    {
        using var running = new TcpListener(IPAddress.Loopback, 0);
        running.Start();
        var external = InstanceSpec.ForExternal("outside", "server", new Uri($"http://{running.LocalEndpoint}"));
        await using var mixed = await _container.Starter.StartAsync(Spec(Shells.Shell("inside", "sleep 1000"), external));
        await using var single = await _container.Starter.StartAsync(Spec(Shells.Shell("alone", "sleep 1000")));

        Assert.Contains("outside is external", (await Assert.ThrowsAsync<ArgumentException>(() => mixed.Faults.IsolateAsync(mixed["inside"]))).Message, StringComparison.Ordinal);
        Assert.Contains("the only member", (await Assert.ThrowsAsync<ArgumentException>(() => single.Faults.IsolateAsync(single["alone"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_has_a_second_port_for_others_and_shows_it_and_a_failed_start_frees_it()
    {
        using var plan = await _container.Starter.PlanAsync(Spec(Echo()));
        var member = plan.Instances[0].Member;
        Assert.NotEqual(member.Port, member.PeerPort);
        Assert.Equal(member.PeerPort, member.PeerPortNamed("main"));
        Assert.Contains($"at 127.0.0.1:{member.Port}, for other members at 127.0.0.1:{member.PeerPort}", plan.ToString(), StringComparison.Ordinal);
        using var plain = await _container.Starter.PlanAsync(Spec(Echo()) with { LinkFaults = false });
        Assert.Equal(plain.Instances[0].Member.Port, plain.Instances[0].Member.PeerPort);

        Topology? failed = null;
        await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(
            Spec(Echo(), Shells.Shell("doomed", "exit 3") with { Readiness = Condition.LogLine("never") }), created => failed = created));
        Assert.False(IsListening(failed!["server"].PeerEndpoint!));
        using var lease = PortLeases.LeaseExactly(failed["server"].PeerEndpoint!.Port);
    }

    [Fact]
    public async Task A_port_for_others_that_somebody_took_makes_the_topology_start_on_a_fresh_plan()
    {
        TcpListener? thief = null;
        await using var topology = await _container.Starter.StartAsync(Spec(Echo()), created =>
        {
            if (thief is null)
            {
                thief = new TcpListener(IPAddress.Loopback, created["server"].PeerEndpoint!.Port);
                thief.Start();
            }
        });

        Assert.NotEqual(((IPEndPoint)thief!.LocalEndpoint).Port, topology["server"].PeerEndpoint!.Port);
        Assert.Equal("hello", await EchoAsync(topology["server"].PeerEndpoint!));
        thief.Dispose();
    }

    private Task<Topology> StartAsync(string way, bool more = false)
    {
        var names = more ? new[] { "caller", "other" } : ["caller"];
        return _container.Starter.StartAsync(Spec([Echo(), .. names.Select(name => Asking(name, way))]));
    }

    private static TopologySpec Spec(params InstanceSpec[] instances) => new() { Name = "links", Instances = instances, LinkFaults = true };

    private static InstanceSpec Echo() => new()
    {
        Name = "server",
        Role = "server",
        Program = Workbench.MisbehaverPath,
        Arguments = context => ["--echo", $"{context.Self.Port}"],
        Readiness = Condition.LogLine("listening"),
        Stop = new StopSpec { SignalDeathIsClean = true },
    };

    private static InstanceSpec Asking(string name, string way) => new()
    {
        Name = name,
        Role = "caller",
        Program = way == "below a shell" ? "/bin/sh" : Workbench.MisbehaverPath,
        Arguments = context =>
        {
            var port = context.WithRole("server").Single().PeerPort;
            return way == "below a shell" ? ["-c", $"{Workbench.MisbehaverPath} --ask {port} & wait"] : ["--ask", $"{port}", .. way.Length == 0 ? Array.Empty<string>() : [way]];
        },
        DependsOn = [Dependency.OnInstance("server")],
        Stop = new StopSpec { SignalDeathIsClean = true },
    };

    /// <summary>More answers than the caller can have got until now: its log is in order, so those before a later question have been read.</summary>
    private static async Task<int> MarkAsync(Topology topology, Instance caller)
    {
        await HearsAsync(topology, caller, string.Create(CultureInfo.InvariantCulture, $"asked {Last(caller, "asked") + 5}"));
        return Last(caller, "answer") + 5;
    }

    private static Task HearsAsync(Topology topology, Instance instance, string line) => topology.WaitAsync(
        Condition.When(line, (_, _) => ValueTask.FromResult((instance.Log.Tail(int.MaxValue).Any(l => l.Text == line), $"{Last(instance, "asked")} asked, {Last(instance, "answer")} answered"))),
        instance,
        Patience);

    private static List<int> All(Instance instance, string word) => [.. instance.Log.Tail(int.MaxValue)
        .Where(l => l.Text.StartsWith(word + " ", StringComparison.Ordinal)).Select(l => int.Parse(l.Text.AsSpan(word.Length + 1), CultureInfo.InvariantCulture))];

    private static int Last(Instance instance, string word) => All(instance, word).LastOrDefault();

    private static async Task<string> EchoAsync(Uri endpoint)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, endpoint.Port, Workbench.Patience);
        await client.GetStream().WriteAsync("hello"u8.ToArray(), Workbench.Patience);
        var buffer = new byte[5];
        await client.GetStream().ReadExactlyAsync(buffer, Workbench.Patience);
        return Encoding.ASCII.GetString(buffer);
    }

    private static bool IsListening(Uri endpoint) =>
        File.ReadAllLines("/proc/net/tcp").Any(line => line.Contains($":{endpoint.Port:X4} 00000000:0000 0A", StringComparison.Ordinal));
}
