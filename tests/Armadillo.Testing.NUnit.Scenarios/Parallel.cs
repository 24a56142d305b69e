using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Scenarios;

namespace Armadillo.Testing.NUnit.Scenarios;

public sealed class ParallelServer : ScenarioServer;

/// <summary>Tests of one instance that NUnit runs at the same time: each has the topology for itself.</summary>
[TopologyTests]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class Parallel(ParallelServer server, IFailurePoints failurePoints)
{
    [Test]
    public async Task Sees_only_its_own_failure_point([Range(1, 6)] int number)
    {
        var mine = $"Parallel::{number}";
        await failurePoints.SetAsync(server.Server, mine);
        for (var look = 0; look < 10; look++)
        {
            Check.Equal(mine, string.Join(",", await failurePoints.ListAsync(server.Server)));
        }
    }
}
