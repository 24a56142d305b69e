using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Options;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Scenarios;

namespace Armadillo.Testing.NUnit.Scenarios;

public sealed class OneInstanceServer : ScenarioServer;

/// <summary>NUnit's own life cycle: one instance for all tests, with one-time methods, disposed while the server still runs.</summary>
[TopologyTests]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class OneInstance(OneInstanceServer server, IFailurePoints failurePoints, Greeting greeting) : IDisposable
{
    private int _tests;

    [OneTimeSetUp]
    public async Task BeforeAllAsync() => await server.Server.GetAsync("/_api/version");

    [SetUp]
    public async Task BeforeEachAsync() => await failurePoints.SetAsync(server.Server, "Set::up");

    [Test]
    public async Task A_first()
    {
        _tests++;
        Check.Equal("Set::up", string.Join(",", await failurePoints.ListAsync(server.Server)));
        Check.Equal("hello from the assembly", greeting.Text);
    }

    [Test]
    public void B_second() => Check.Equal(1, _tests);

    [TearDown]
    public async Task AfterEachAsync() => Check.Equal("Set::up", string.Join(",", await failurePoints.ListAsync(server.Server)));

    [OneTimeTearDown]
    public async Task AfterAllAsync() => await server.Server.GetAsync("/_api/version");

    public void Dispose() => TestContext.Progress.WriteLine($"disposed while it runs as {server.Server.Instance.State}");
}

/// <summary>One instance cannot have what belongs to one test.</summary>
[TopologyTests]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class OneInstanceAsksForATest(OneInstanceServer server, ITestRun run)
{
    [Test]
    public void Fails_with_the_way_out() => Check.True(server is null && run is null);
}

public sealed class ServerThatCannotStart : ScenarioServer
{
    protected override SingleServerSpec Configure(SingleServerSpec spec) => base.Configure(spec) with
    {
        Options = StartupOptions.None.With("emulator.exit-during-start", "28"),
    };
}

[TopologyTests]
public sealed class FailingStart(ServerThatCannotStart fixture)
{
    [Test]
    public void First() => Check.True(fixture is not null);

    [Test]
    public void Second() => Check.True(fixture is not null);
}

/// <summary>Classes that share the fixtures of the assembly.</summary>
public abstract class SharedFixtures(SharedServer server, ITestRun run)
{
    [Test]
    public void Test() => run.WriteOutput($"process {server.Server.Instance.LastIdentity}");
}

public sealed class SharedServer : ScenarioServer;

[TopologyTests(SharesFixtures = true)]
public sealed class SharedFixturesOne(SharedServer server, ITestRun run) : SharedFixtures(server, run);

[TopologyTests(SharesFixtures = true)]
public sealed class SharedFixturesOther(SharedServer server, ITestRun run) : SharedFixtures(server, run);
