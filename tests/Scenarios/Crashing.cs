using System.Diagnostics;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Scenarios;

public sealed class CrashingServer : ScenarioServer;

/// <summary>A crash in the middle of a class.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Crashing(CrashingServer server)
{
    [Test]
    public async Task A_runs_before_the_crash() => await server.Server.GetAsync("/_api/version");

    [Test]
    public async Task B_waits_while_it_crashes()
    {
        var wait = server.Topology.WaitAsync(Condition.When("never", (_, _) => ValueTask.FromResult((false, "no"))), TimeSpan.FromMinutes(5));
        Outside.Kill(server.Server.Instance);
        await wait;
    }

    [Test]
    public async Task C_comes_after_the_crash() => await server.Server.GetAsync("/_api/version");

    [Test]
    public async Task D_comes_later() => await server.Server.GetAsync("/_api/version");
}

public sealed class UnnoticedServer : ScenarioServer
{
    protected override void Configure(TestOptions options) => options.AfterCrash = AfterCrash.FreshTopology;
}

/// <summary>A crash that the body of the test does not notice, on a topology that is replaced.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class CrashingUnnoticed(UnnoticedServer server)
{
    [Test]
    public async Task A_passes_its_body()
    {
        Outside.Kill(server.Server.Instance);
        while (server.Topology.PendingCrash is null)
        {
            await Task.Yield();
        }
    }

    [Test]
    public async Task B_gets_a_fresh_topology() => await server.Server.GetAsync("/_api/version");
}

public sealed class ExpectingServer : ScenarioServer;

/// <summary>Crashes that a test expects.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class CrashingAsExpected(ExpectingServer server, ICrashReports crashes, IFailurePoints failurePoints)
{
    [Test]
    public async Task A_lets_it_terminate_itself()
    {
        var report = await failurePoints.TerminateAsync(server.Server);

        Check.Equal("killed by SIGKILL", report.Exit.ToString());
        Check.Equal(InstanceState.Stopped, server.Server.State);
        Check.Equal(1, crashes.OfThisTest.Count);
    }

    [Test]
    public async Task B_finds_it_running_and_expects_a_death_from_outside()
    {
        Check.Empty(crashes.OfThisTest);
        using var expected = crashes.Expect(server.Server.Instance);
        Outside.Kill(server.Server.Instance);
        Check.Equal("single-1", (await expected.WaitAsync()).Instance);
        await server.Server.RestartAsync();
        await server.Server.GetAsync("/_api/version");
    }
}

/// <summary>What the library is not told of.</summary>
internal static class Outside
{
    public static void Kill(Instance instance)
    {
        using var process = Process.GetProcessById(instance.ProcessId!.Value);
        process.Kill();
    }
}
