using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Fixtures;

namespace Armadillo.Testing.Scenarios;

public sealed class FreshServer : ScenarioServer
{
    protected override void Configure(TestOptions options) => options.Sharing = TopologySharing.Test;
}

/// <summary>A fresh topology for each test.</summary>
#if NUNIT
[TopologyTests]
#endif
public sealed class SharingNothing(FreshServer server, ITestRun run)
{
    [Test]
    public void A_first() => run.WriteOutput($"process {server.Server.Instance.LastIdentity}");

    [Test]
    public void B_second() => run.WriteOutput($"process {server.Server.Instance.LastIdentity}");
}

public abstract class LeasingServer : ScenarioServer
{
    protected override void Configure(TestOptions options) => options.Sharing = TopologySharing.EqualSpecs;
}

public sealed class OneLeasingServer : LeasingServer;

public sealed class OtherLeasingServer : LeasingServer;

/// <summary>
/// Two classes that run at the same time and lease one topology: each test has it for itself, so none sees the other's failure points.
/// </summary>
public abstract class SharingAll(LeasingServer server, IFailurePoints failurePoints, ITestRun run)
{
    [Test]
    public Task A_first() => SetAndLookAsync();

    [Test]
    public Task B_second() => SetAndLookAsync();

    [Test]
    public Task C_third() => SetAndLookAsync();

    private async Task SetAndLookAsync()
    {
        run.WriteOutput($"process {server.Server.Instance.LastIdentity}");
        var mine = $"{GetType().Name}::{run.Test.MethodName}";
        await failurePoints.SetAsync(server.Server, mine);
        for (var look = 0; look < 20; look++)
        {
            Check.Equal(mine, string.Join(",", await failurePoints.ListAsync(server.Server)));
        }
    }
}

#if NUNIT
[TopologyTests]
[Parallelizable]
#endif
public sealed class SharingAllOne(OneLeasingServer server, IFailurePoints failurePoints, ITestRun run) : SharingAll(server, failurePoints, run);

#if NUNIT
[TopologyTests]
[Parallelizable]
#endif
public sealed class SharingAllOther(OtherLeasingServer server, IFailurePoints failurePoints, ITestRun run) : SharingAll(server, failurePoints, run);
