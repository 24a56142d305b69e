using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.ArangoDb.Fixtures;
using Armadillo.Testing.ArangoDb.Health;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Tests.Aftercare;

[Collection(LiveServers.Name)]
public sealed class AftercareTests : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("armadillo-aftercare-").FullName;
    private readonly AssemblyRun _run = new();
    private readonly Cluster _cluster;

    public AftercareTests() => _cluster = new Cluster(_root);

    public Task InitializeAsync() => _cluster.BeginAsync();

    public async Task DisposeAsync()
    {
        await _cluster.EndAsync();
        await _run.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_killed_dbserver_and_a_suspended_coordinator_are_good_again_when_the_test_has_ended()
    {
        var scope = await BeginAsync("disturbs");
        await _cluster.DbServers[0].KillAsync();
        await _cluster.WaitForHealthAsync(_cluster.DbServers[0], ServerHealth.Failed);
        await _cluster.Coordinators[0].SuspendAsync();

        Assert.Empty(await scope.EndAsync(TestOutcome.Passed, null));

        Assert.DoesNotContain(await _cluster.Cluster.GetHealthAsync(), record => record.Health == ServerHealth.Failed);
        await _cluster.Cluster.WaitUntilHealthyAsync();
    }

    [Fact]
    public async Task Maintenance_that_a_test_left_is_its_failure_and_over_for_the_next()
    {
        var scope = await BeginAsync("maintains");
        var coordinator = _cluster.Coordinators[0];
        var server = _cluster.DbServers[1].Id;
        Assert.Equal(200, (await coordinator.SendAsync(HttpMethod.Put, $"/_admin/cluster/maintenance/{server}", new JsonObject { ["mode"] = "maintenance" })).Status);
        Assert.Equal(200, (await coordinator.SendAsync(HttpMethod.Put, "/_admin/cluster/maintenance", "on")).Status);

        var problem = Assert.IsType<TestLeftoversException>(Assert.Single(await scope.EndAsync(TestOutcome.Passed, null)));

        Assert.Equal(["maintenance mode of the cluster", $"maintenance mode {server}"], problem.Leftovers);
        Assert.Equal("Normal", (await coordinator.GetAsync("/_admin/cluster/maintenance"))["result"]!.ToString());
        Assert.Empty(await (await BeginAsync("later")).EndAsync(TestOutcome.Passed, null));
    }

    [Fact]
    public async Task A_transaction_and_a_graph_that_a_test_left_are_its_failure_and_gone_for_the_next()
    {
        var scope = await BeginAsync("forgets");
        var coordinator = _cluster.Coordinators[0];
        var graph = new JsonObject
        {
            ["name"] = "social",
            ["edgeDefinitions"] = new JsonArray(new JsonObject { ["collection"] = "knows", ["from"] = new JsonArray("people"), ["to"] = new JsonArray("people") }),
        };
        Assert.InRange((await coordinator.SendAsync(HttpMethod.Post, "/_api/gharial", graph)).Status, 201, 202);
        var begun = await coordinator.SendAsync(
            HttpMethod.Post, "/_api/transaction/begin", new JsonObject { ["collections"] = new JsonObject { ["exclusive"] = new JsonArray("people") } });
        Assert.Equal(201, begun.Status);

        var problem = Assert.IsType<TestLeftoversException>(Assert.Single(await scope.EndAsync(TestOutcome.Passed, null)));

        Assert.Equal(
            [$"transaction _system/{begun.Json!["result"]!["id"]}", "graph _system/social", "collection _system/knows", "collection _system/people"],
            problem.Leftovers);
        Assert.Empty((await coordinator.GetAsync("/_api/transaction"))["transactions"]!.AsArray());
        Assert.Empty((await coordinator.GetAsync("/_api/gharial"))["graphs"]!.AsArray());
        Assert.Empty(await (await BeginAsync("later")).EndAsync(TestOutcome.Passed, null));
    }

    [Fact]
    public async Task A_server_without_failure_points_says_so_with_the_way_to_have_them()
    {
        var scope = await BeginAsync("asks");
        var points = (IFailurePoints)scope.Resolve(typeof(IFailurePoints));

        Assert.False(await points.AreAvailableAsync());
        var error = await Assert.ThrowsAsync<FailurePointException>(() => points.SetAsync(_cluster.DbServers[0], "Some::where"));

        Assert.Contains("dbserver-1 runs the arangod emulator, a build without its debug interface", error.Message, StringComparison.Ordinal);
        Assert.Contains("emulator.failure-tests=true", error.Message, StringComparison.Ordinal);
        Assert.Empty(await scope.EndAsync(TestOutcome.Passed, null));
    }

    private Task<TestScope> BeginAsync(string name) => _run.BeginAsync(new FakeTest(name), typeof(object), [_cluster], []);

    private sealed class Cluster(string root) : ClusterFixtureBase(new FakeTest("none"))
    {
        public Task BeginAsync() => StartAsync();

        public Task EndAsync() => StopAsync();

        protected override ClusterSpec Configure(ClusterSpec spec) => Lab.Cluster with { Agents = 1 };

        protected override void ConfigureServices(IServiceCollection services) => services.Configure<ArmadilloOptions>(o => o.RootDirectory = root);
    }

    private sealed class FakeTest(string name) : ITestRun, ITestHost
    {
        public TestIdentity Test { get; } = new(name, name);

        public CancellationToken CancellationToken => CancellationToken.None;

        public void WriteOutput(string text)
        {
        }

        public void Attach(string name, string path)
        {
        }

        public void WriteProgress(string line)
        {
        }
    }
}
