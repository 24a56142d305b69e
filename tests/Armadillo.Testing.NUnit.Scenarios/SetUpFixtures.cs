using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Scenarios;
using NUnit.Framework.Interfaces;

namespace Armadillo.Testing.NUnit.Scenarios.Around;

public sealed class ServerOfTheNamespace : ScenarioServer;

/// <summary>What NUnit offers without this library: a fixture for a namespace.</summary>
[SetUpFixture]
public sealed class NamespaceSetUp
{
    public static ServerOfTheNamespace Server { get; } = new();

    [OneTimeSetUp]
    public Task StartAsync() => Server.StartAsync();

    [OneTimeTearDown]
    public Task StopAsync() => Server.StopAsync();
}

/// <summary>An ordinary class, with an action of the user's: put in order all the same.</summary>
[TestFixture]
[OwnAction]
public sealed class Plain
{
    [Test]
    public async Task A_leaves_a_point_outside_of_the_library() =>
        await NamespaceSetUp.Server.Server.SendAsync(HttpMethod.Put, "/_admin/debug/failat/Some::where");

    [Test]
    public async Task B_sees_none()
    {
        using var lines = NamespaceSetUp.Server.ForwardTo(TestContext.Out);
        await TestContext.Out.WriteLineAsync($"process {NamespaceSetUp.Server.Server.Instance.LastIdentity}");
        Check.Empty(await NamespaceSetUp.Server.FailurePoints.ListAsync(NamespaceSetUp.Server.Server));
        await NamespaceSetUp.Server.Server.SuspendAsync();
        await NamespaceSetUp.Server.Server.ResumeAsync();
    }
}

/// <summary>Gets the fixture that runs around it.</summary>
[TopologyTests]
public sealed class Given(ServerOfTheNamespace server, IFailurePoints failurePoints)
{
    [Test]
    public async Task The_fixture_of_the_namespace()
    {
        await TestContext.Out.WriteLineAsync($"process {server.Server.Instance.LastIdentity}");
        Check.True(server == NamespaceSetUp.Server && await failurePoints.AreAvailableAsync());
    }
}

/// <summary>A class that gets its fixture from a source, and starts it itself.</summary>
[TestFixtureSource(nameof(Servers))]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class FromSource(ServerOfTheClass server)
{
    public static IEnumerable<TestFixtureData> Servers => [new TestFixtureData(new ServerOfTheClass()).SetArgDisplayNames("emulated")];

    [OneTimeSetUp]
    public Task StartAsync() => server.StartAsync();

    [OneTimeTearDown]
    public Task StopAsync() => server.StopAsync();

    [Test]
    public async Task A_leaves_it_suspended() => await server.Server.SuspendAsync();

    [Test]
    public async Task B_finds_it_running() => await server.Server.GetAsync("/_api/version");
}

public sealed class ServerOfTheClass : ScenarioServer;

[AttributeUsage(AttributeTargets.Class)]
public sealed class OwnActionAttribute : Attribute, ITestAction
{
    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => TestContext.Out.WriteLine("the user's own action runs");

    public void AfterTest(ITest test) => TestContext.Out.WriteLine("the user's own action has run");
}
