using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using static Armadillo.Testing.Tests.Shells;

namespace Armadillo.Testing.Tests.Topologies;

public sealed class TopologyShapeTests : IAsyncLifetime
{
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task An_external_server_is_waited_for_and_used_and_lives_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = Process.Start("/bin/sleep", "1000");
        try
        {
            var identity = new ProcessIdentity(process.Id, ProcessTable.GetStartTicks(process.Id)!.Value);
            var external = InstanceSpec.ForExternal("given", "external", new Uri($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), identity) with { Readiness = Condition.Tcp() };
            var topology = await _container.Starter.StartAsync(Topology(
                external, Shell("own", "exec sleep 1000") with { DependsOn = [Dependency.OnInstance("given")] }));

            Assert.Equal(InstanceState.Running, topology["given"].State);
            await Assert.ThrowsAsync<InstanceStateException>(() => topology["given"].KillAsync());
            var stop = await topology.StopAsync();

            Assert.True(stop.IsClean);
            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task The_end_of_an_external_process_is_a_crash()
    {
        using var process = Process.Start("/bin/sleep", "1000");
        var identity = new ProcessIdentity(process.Id, ProcessTable.GetStartTicks(process.Id)!.Value);
        await using var topology = await _container.Starter.StartAsync(Topology(
            InstanceSpec.ForExternal("given", "external", new Uri("tcp://127.0.0.1:1"), identity)));
        var never = topology.WaitAsync(Condition.When("never", (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(5));

        process.Kill();

        var crash = await Assert.ThrowsAsync<InstanceCrashedException>(() => never);
        Assert.Equal("given", crash.Report.Instance);
    }

    [Fact]
    public async Task Seed_steps_run_in_order_after_readiness_and_a_failing_one_fails_the_start_by_name()
    {
        var order = new List<string>();
        var spec = Topology(Shell("one", "exec sleep 1000")) with
        {
            Seeds =
            [
                new SeedStep("schema", (members, _) => Add($"schema on {members[0].Name}")),
                new SeedStep("data", (_, _) => throw new InvalidOperationException("no room")),
                new SeedStep("never", (_, _) => Add("never")),
            ],
        };

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => _container.Starter.StartAsync(spec));

        Assert.Equal(["schema on one"], order);
        Assert.Contains("seed step 'data'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no room", failure.Message, StringComparison.Ordinal);

        Task Add(string what)
        {
            order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Roles_and_single_members_can_be_overridden_and_a_wrong_name_lists_the_candidates()
    {
        var spec = Topology(Shell("a", "x"), Shell("b", "y"))
            .WithRole("shell", i => i with { StartTimeout = TimeSpan.FromSeconds(5) })
            .WithInstance("b", i => i with { Program = "/bin/true" });

        Assert.All(spec.Instances, i => Assert.Equal(TimeSpan.FromSeconds(5), i.StartTimeout));
        Assert.Equal(["/bin/sh", "/bin/true"], spec.Instances.Select(i => i.Program));
        var problem = Assert.Throws<SpecException>(() => spec.WithInstance("c", i => i));
        Assert.Contains("no instance has the name 'c'. There are: a, b.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_finds_its_port_taken_is_started_again_on_a_fresh_plan()
    {
        var taken = new List<Socket>();
        var created = new List<Topology>();
        var spec = Topology(Shell("server", "") with
        {
            Program = Path.Combine(AppContext.BaseDirectory, "misbehaver"),
            Ports = [PortSpec.Main],
            Arguments = context => ["--listen", context.Self.Port.ToString(CultureInfo.InvariantCulture), "--print", "listening", "--sleep", "1000"],
            Readiness = Condition.LogLine("^listening$"),
        });
        try
        {
            await using var topology = await _container.Starter.StartAsync(spec, t =>
            {
                created.Add(t);
                if (created.Count == 1)
                {
                    // Between plan and launch somebody without a lease takes the port.
                    var thief = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    thief.Bind(new IPEndPoint(IPAddress.Loopback, t["server"].Endpoint!.Port));
                    thief.Listen();
                    taken.Add(thief);
                }
            });

            Assert.Equal(2, created.Count);
            Assert.NotEqual(created[0]["server"].Endpoint, topology["server"].Endpoint);
            Assert.False(Directory.Exists(created[0].Workspace.Directory));
            Assert.Equal(InstanceState.Running, topology["server"].State);
        }
        finally
        {
            taken.ForEach(l => l.Dispose());
        }
    }

    [Fact]
    public async Task A_member_that_does_not_end_is_diagnosed_then_killed_and_named_as_unclean()
    {
        int? diagnosed = null;
        var topology = await _container.Starter.StartAsync(Topology(
            Shell("stubborn", "trap '' TERM; echo up; while :; do sleep 0.05; done") with
            {
                Readiness = Condition.LogLine("up"),
                Stop = new StopSpec
                {
                    GracePeriod = TimeSpan.FromMilliseconds(200),
                    BeforeKill = (_, pid, _) =>
                    {
                        diagnosed = Directory.Exists($"/proc/{pid}") ? pid : null;
                        return Task.CompletedTask;
                    },
                },
            },
            Shell("good", "exec sleep 1000")));
        var pid = topology["stubborn"].ProcessId;

        var stop = await topology.StopAsync();

        Assert.Equal(pid, diagnosed);
        Assert.False(stop.IsClean);
        var stubborn = Assert.Single(stop.Instances, i => !i.IsClean);
        Assert.True(stubborn is { Name: "stubborn", WasForced: true });
        Assert.Equal(ProcessSignal.Kill, stubborn.Exit!.Signal);
        Assert.Contains("stubborn", stop.KeptDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_that_takes_longer_than_the_whole_may_is_ended_by_force()
    {
        var topology = await _container.Starter.StartAsync(Topology(
            Shell("stubborn", "trap '' TERM; echo up; while :; do sleep 0.05; done") with { Readiness = Condition.LogLine("up") }) with
        {
            StopTimeout = TimeSpan.FromMilliseconds(300),
        });

        var stop = await topology.StopAsync();

        Assert.Contains(stop.Problems, p => p is TimeoutException);
        Assert.Equal(ProcessSignal.Kill, topology["stubborn"].LastExit!.Signal);
    }

    [Fact]
    public async Task The_callers_token_wins_over_everything_else()
    {
        using var cancelled = new CancellationTokenSource();
        var start = _container.Starter.StartAsync(
            Topology(Shell("one", "exec sleep 1000") with { Readiness = Condition.LogLine("never") }), cancelled.Token);

        cancelled.CancelAfter(TimeSpan.FromMilliseconds(200));

        var problem = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal(cancelled.Token, problem.CancellationToken);
        var kept = problem.Message.Split("artifacts: ")[1];
        Assert.True(File.Exists(Path.Combine(kept, "events.jsonl")), problem.Message);
    }

    [Fact]
    public async Task Disposing_twice_is_disposing_once()
    {
        var topology = await _container.Starter.StartAsync(Topology(Shell("one", "exec sleep 1000")));

        await topology.DisposeAsync();
        await topology.DisposeAsync();

        Assert.Equal(InstanceState.Stopped, topology["one"].State);
        Assert.False(Directory.Exists(topology.Workspace.Directory));
    }
}
