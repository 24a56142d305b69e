using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Scenarios;

namespace Armadillo.Testing.NUnit.Scenarios;

public sealed class RowsServer : ScenarioServer;

/// <summary>Each row, of the class as of a method, is a test of its own.</summary>
[TopologyTests("first")]
[TopologyTests("second")]
public sealed class Rows(RowsServer server, string row, IFailurePoints failurePoints)
{
    [TestCase("one")]
    [TestCase("two")]
    public async Task Leave_a_point(string name)
    {
        await TestContext.Out.WriteLineAsync($"row {row} {name}");
        Check.Empty(await failurePoints.ListAsync(server.Server));
        await failurePoints.SetAsync(server.Server, name);
        Check.True(name != "two", "on purpose");
    }
}

public sealed class RepeatedServer : ScenarioServer;

/// <summary>Each attempt at a test has a scope of its own.</summary>
[TopologyTests]
public sealed class Repeated(RepeatedServer server, IFailurePoints failurePoints, ITestRun run)
{
    private static int _tries;

    [Test]
    [Retry(3)]
    public async Task A_succeeds_at_the_second_attempt()
    {
        run.WriteOutput($"attempt {run.Test.Id.Split(' ')[1]}");
        Assert.That(await failurePoints.ListAsync(server.Server), Is.Empty);
        await failurePoints.SetAsync(server.Server, "Some::where");
        Assert.That(Interlocked.Increment(ref _tries), Is.EqualTo(2));
    }

    [Test]
    [Repeat(2)]
    public async Task B_runs_twice()
    {
        Assert.That(await failurePoints.ListAsync(server.Server), Is.Empty);
        await failurePoints.SetAsync(server.Server, "Some::where");
    }

    [Test]
    [CancelAfter(600_000)]
    public void C_has_the_token_of_CancelAfter(CancellationToken cancellationToken) =>
        Assert.That(run.CancellationToken.CanBeCanceled && run.CancellationToken == cancellationToken, Is.True);
}
