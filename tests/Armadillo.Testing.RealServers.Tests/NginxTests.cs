using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.RealServers.Tests;

public sealed class NginxTests : ServerTest
{
    private static TopologySpec Web(InstanceSpec nginx) => new() { Name = "web", Instances = [nginx] };

    [ServerFact("nginx")]
    public async Task It_serves_from_a_configuration_that_was_written_for_its_port_and_stops_cleanly()
    {
        await using var topology = await Starter.StartAsync(Web(Nginx.Server()));
        using var http = new HttpClient { BaseAddress = topology["nginx"].Endpoint };

        Assert.Equal("well\n", await http.GetStringAsync("/health"));
        var stop = await topology.StopAsync();

        Assert.True(stop.IsClean, Describe(stop));
    }

    [ServerFact("nginx")]
    public async Task The_workers_of_a_killed_master_are_gone_with_it_and_the_port_serves_again()
    {
        await using var topology = await Starter.StartAsync(Web(Nginx.Server()));
        var nginx = topology["nginx"];
        var workers = RunningProcesses.ChildrenOf(nginx.ProcessId!.Value);
        await topology.WaitAsync(Condition.When("two workers", (_, _) =>
        {
            workers = RunningProcesses.ChildrenOf(nginx.ProcessId!.Value);
            return ValueTask.FromResult((workers.Count == 2, $"{workers.Count} workers"));
        }), TimeSpan.FromSeconds(60));

        await nginx.KillAsync();
        Assert.DoesNotContain(workers, RunningProcesses.Runs);
        await nginx.RestartAsync();

        using var http = new HttpClient { BaseAddress = nginx.Endpoint };
        Assert.Equal("well\n", await http.GetStringAsync("/health"));
        Assert.Empty(topology.Crashes);
    }

    [ServerFact("nginx")]
    public async Task A_configuration_that_it_refuses_is_explained_by_its_own_words()
    {
        var broken = Nginx.Server() with { Arguments = context => ["-p", context.Self.Directories.Root, "-g", "no_such_directive on;", "-e", "stderr"] };

        var failure = await Assert.ThrowsAsync<TopologyStartException>(() => Starter.StartAsync(Web(broken)));

        Assert.Contains("no_such_directive", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 1", failure.Message, StringComparison.Ordinal);
    }
}
