using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Tests.Processes;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Tests.Readiness;

/// <summary>Conditions that look at a process, with a real one.</summary>
public sealed class InstanceConditionTests : IAsyncLifetime
{
    private readonly TestContainer _container = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _container.DisposeAsync().AsTask();

    [Fact]
    public async Task A_log_line_counts_from_the_first_byte_on()
    {
        await using var topology = await StartAsync(Condition.LogLine("^first$"), "echo first; exec sleep 1000");

        Assert.Contains(topology["one"].Log.Tail(1), line => line.Text == "first");
    }

    [Fact]
    public async Task A_line_on_standard_error_counts_too()
    {
        await using var topology = await StartAsync(Condition.LogLine("^ready"), "echo ready now >&2; exec sleep 1000");

        Assert.Equal(LogSource.Error, Assert.Single(topology["one"].Log.Tail(9)).Source);
    }

    [Fact]
    public async Task After_a_restart_only_the_new_launchs_lines_count()
    {
        await using var topology = await StartAsync(
            Condition.LogLine("^ready$").Within(TimeSpan.FromSeconds(6)), "[ -e data/ran ] || { touch data/ran; echo ready; }; exec sleep 1000");

        var failure = await Assert.ThrowsAsync<WaitTimeoutException>(() => topology["one"].RestartAsync());

        Assert.Contains("0 lines, none matches", failure.Message, StringComparison.Ordinal);
        Assert.Equal("ready", (await File.ReadAllTextAsync(topology["one"].Log.StandardOutputPath)).Trim());
    }

    [Fact]
    public async Task A_file_counts_when_it_holds_something()
    {
        await using var topology = await StartAsync(Condition.FileExists("data/up"), ": > data/up; sleep 0.2; echo x > data/up; exec sleep 1000");

        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Combine(topology["one"].Directories.Data, "up")));
    }

    [Fact]
    public async Task A_port_and_an_answer_are_waited_for_in_order()
    {
        var spec = new InstanceSpec
        {
            Name = "web",
            Role = "web",
            Program = Workbench.MisbehaverPath,
            Arguments = plan => ["--http", $"{plan.Self.Port}", "--ready-after", "5000"],
            Readiness = Condition.Tcp().Then(Condition.Http("/health")),
            Stop = new StopSpec { SignalDeathIsClean = true },
        };
        await using var topology = await _container.Starter.StartAsync(new TopologySpec { Name = "web", Instances = [spec] });

        var seen = topology.Events.Events.OfType<ConditionObserved>().Select(e => e.Observation).ToList();
        Assert.Contains(seen, s => s.Contains("status 503", StringComparison.Ordinal));
        await topology.WaitAsync(Condition.Http("/", new HttpConditionOptions { Body = body => body == "{}" }), topology["web"], TimeSpan.FromMinutes(1));
        var failure = await Assert.ThrowsAsync<WaitTimeoutException>(() => topology.WaitAsync(
            Condition.Http("/", new HttpConditionOptions { Header = "X-Wanted" }), topology["web"], TimeSpan.FromSeconds(5)));
        Assert.Contains("status 200, no header X-Wanted", failure.Message, StringComparison.Ordinal);
    }

    private Task<Topology> StartAsync(Condition readiness, string script) => _container.Starter.StartAsync(new TopologySpec
    {
        Name = "shell",
        Instances =
        [
            new InstanceSpec
            {
                Name = "one",
                Role = "shell",
                Program = "/bin/sh",
                Arguments = _ => ["-c", script],
                Ports = [],
                Readiness = readiness,
                StartTimeout = TimeSpan.FromSeconds(30),
                Stop = new StopSpec { SignalDeathIsClean = true },
            },
        ],
    });
}
