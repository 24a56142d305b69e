using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Scenarios;
using Armadillo.Testing.Topologies;
using Xunit;

namespace Armadillo.Testing.XunitV3.ScopedScenarios;

public sealed class EndingServer : ScenarioServer
{
    protected override void Configure(TestOptions options) => options.AfterCrash = AfterCrash.FreshTopology;
}

/// <summary>Bodies that wait for something else when their server crashes, or when their time is up.</summary>
public sealed class Ending(EndingServer server, ICrashReports crashes, ITestRun run)
{
    [Fact]
    public async Task A_crash_ends_a_body_that_observes_its_token()
    {
        Outside.Kill(server.Server.Instance);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task B_crash_ends_a_test_whose_body_never_ends()
    {
        Outside.Kill(server.Server.Instance);
        await new TaskCompletionSource().Task;
    }

    [Fact]
    public async Task C_crash_that_the_test_accepts_ends_nothing()
    {
        Outside.Kill(server.Server.Instance);
        while (crashes.All.Count == 0)
        {
            await Task.Yield();
        }

        crashes.Accept();
        await server.Server.RestartAsync();
        await server.Server.GetAsync("/_api/version");
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Check.True(!run.CancellationToken.IsCancellationRequested);
    }

    [Fact(Timeout = 1000)]
    public async Task D_time_is_up_while_its_server_is_suspended()
    {
        await server.Server.SuspendAsync(TestContext.Current.CancellationToken);
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task E_finds_it_running() => await server.Server.GetAsync("/_api/version");

    [Fact]
    public void F_skips_itself_as_xunit_does() => Assert.Skip("xUnit's own way");
}
