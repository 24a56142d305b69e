using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.Scenarios;

public sealed class LoggingServer : ScenarioServer;

/// <summary>A failing test between two others: its output has what the server logged meanwhile, and nothing else.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class Logging(LoggingServer server, IFailurePoints failurePoints)
{
    [Test]
    public async Task A_passes() => await failurePoints.SetAsync(server.Server, "First::place");

    [Test]
    public async Task B_fails()
    {
        await failurePoints.SetAsync(server.Server, "Second::place");
        Check.True(false, "on purpose");
    }
}

public sealed class ChattyServer : ScenarioServer
{
    protected override void Configure(TestOptions options) => options.LogSlices = LogSliceMode.Always;
}

/// <summary>Also a passing test's output has the slice, when asked for.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class LoggingAlways(ChattyServer server, IFailurePoints failurePoints)
{
    [Test]
    public async Task A_passes() => await failurePoints.SetAsync(server.Server, "Third::place");
}
