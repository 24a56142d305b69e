using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Plans;

namespace Armadillo.Testing.ArangoDb.Tests.Specs;

/// <summary>The command line of each role, with directories and ports written as names.</summary>
public sealed class ArgumentVectorTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task A_single_server_is_told_where_to_listen_and_where_its_data_are()
    {
        using var plan = await _lab.PlanAsync(Lab.SingleServer);

        AssertArguments(plan, "single-1", """
            --configuration=none
            --database.directory=<dir>/single-1/data
            --http.trusted-origin=all
            --javascript.app-path=<dir>/single-1/apps
            --javascript.copy-installation=false
            --log.color=false
            --log.output=-
            --server.authentication=true
            --server.endpoint=tcp://<single-1>
            --server.jwt-secret-keyfile=<dir>/jwt-secret
            --server.options-api=admin
            --temp.intermediate-results-path=<dir>/single-1/temp-rocksdb-dir
            --temp.path=<dir>/single-1/tmp
            """);
    }

    [Fact]
    public async Task Every_agent_is_told_of_all_agents()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);

        AssertArguments(plan, "agent-2", """
            --agency.activate=true
            --agency.election-timeout-max=1
            --agency.election-timeout-min=0.25
            --agency.endpoint=tcp://<agent-1>
            --agency.endpoint=tcp://<agent-2>
            --agency.endpoint=tcp://<agent-3>
            --agency.my-address=tcp://<agent-2>
            --agency.size=3
            --agency.supervision-frequency=1
            --agency.supervision-grace-period=4
            --agency.supervision-ok-threshold=2
            --agency.supervision=true
            --agency.wait-for-sync=false
            --configuration=none
            --database.directory=<dir>/agent-2/data
            --http.trusted-origin=all
            --log.color=false
            --log.level=agency=info
            --log.output=-
            --server.authentication=true
            --server.endpoint=tcp://<agent-2>
            --server.jwt-secret-keyfile=<dir>/jwt-secret
            --server.options-api=admin
            --temp.intermediate-results-path=<dir>/agent-2/temp-rocksdb-dir
            --temp.path=<dir>/agent-2/tmp
            """);
    }

    [Fact]
    public async Task A_dbserver_is_told_its_role_its_address_and_every_agent()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);

        AssertArguments(plan, "dbserver-2", """
            --cluster.agency-endpoint=tcp://<agent-1>
            --cluster.agency-endpoint=tcp://<agent-2>
            --cluster.agency-endpoint=tcp://<agent-3>
            --cluster.my-address=tcp://<dbserver-2>
            --cluster.my-role=PRIMARY
            --configuration=none
            --database.directory=<dir>/dbserver-2/data
            --http.trusted-origin=all
            --log.color=false
            --log.output=-
            --server.authentication=true
            --server.endpoint=tcp://<dbserver-2>
            --server.jwt-secret-keyfile=<dir>/jwt-secret
            --server.options-api=admin
            --temp.intermediate-results-path=<dir>/dbserver-2/temp-rocksdb-dir
            --temp.path=<dir>/dbserver-2/tmp
            """);
    }

    [Fact]
    public async Task A_coordinator_is_told_its_role_and_keeps_foxx_up_to_date()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster);

        AssertArguments(plan, "coordinator-1", """
            --cluster.agency-endpoint=tcp://<agent-1>
            --cluster.agency-endpoint=tcp://<agent-2>
            --cluster.agency-endpoint=tcp://<agent-3>
            --cluster.default-replication-factor=2
            --cluster.my-address=tcp://<coordinator-1>
            --cluster.my-role=COORDINATOR
            --configuration=none
            --database.directory=<dir>/coordinator-1/data
            --foxx.force-update-on-startup=true
            --http.trusted-origin=all
            --javascript.app-path=<dir>/coordinator-1/apps
            --javascript.copy-installation=false
            --log.color=false
            --log.output=-
            --server.authentication=true
            --server.endpoint=tcp://<coordinator-1>
            --server.jwt-secret-keyfile=<dir>/jwt-secret
            --server.options-api=admin
            --temp.intermediate-results-path=<dir>/coordinator-1/temp-rocksdb-dir
            --temp.path=<dir>/coordinator-1/tmp
            """);
    }

    [Fact]
    public async Task Every_option_is_one_that_the_role_knows()
    {
        var known = TestData.Read("arangod-options-3.12.json").AsObject();
        var rich = Lab.Cluster with
        {
            ForceOneShard = true,
            ReplicationVersion = "2",
            TlsKeyFile = _lab.Write("server.pem", ""),
            EncryptionKeyFile = _lab.Write("key", ""),
        };
        using var single = await _lab.PlanAsync(Lab.SingleServer with { ReplicationVersion = "1" });
        using var cluster = await _lab.PlanAsync(rich);

        foreach (var instance in single.Instances.Concat(cluster.Instances))
        {
            var unknown = instance.Arguments.Select(NameOf).Where(name => name != "configuration" && !Knows(known, name, instance.Spec.Role)).Distinct();
            Assert.Equal([], unknown.Select(name => $"{instance.Spec.Name}: {name}"));
        }
    }

    [Fact]
    public async Task With_a_TLS_key_file_every_address_speaks_TLS()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with { TlsKeyFile = _lab.Write("server.pem", "") });

        foreach (var instance in plan.Instances)
        {
            Assert.Equal("https", instance.Endpoint!.Scheme);
            Assert.Contains($"--ssl.keyfile={Path.Combine(_lab.Root, "server.pem")}", instance.Arguments);
            Assert.DoesNotContain(instance.Arguments, a => a.Contains("tcp://", StringComparison.Ordinal));
            Assert.Contains(instance.Arguments, a => a == $"--server.endpoint=ssl://{instance.Endpoint.Authority}");
        }
    }

    [Fact]
    public async Task Without_authentication_no_server_is_given_a_secret_and_none_is_written()
    {
        using var plan = await _lab.PlanAsync(Lab.Cluster with { Authentication = false });

        Assert.All(plan.Instances, i => Assert.Contains("--server.authentication=false", i.Arguments));
        Assert.DoesNotContain(plan.Instances.SelectMany(i => i.Arguments), a => a.Contains("jwt", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(plan.Workspace.Directory), f => f.Contains("jwt", StringComparison.Ordinal));
    }

    private static bool Knows(JsonObject known, string name, string role) =>
        known[name] is { } option && option["component"]!.AsArray().Any(c => c!.GetValue<string>() == role);

    private static string NameOf(string argument) => argument[2..argument.IndexOf('=', StringComparison.Ordinal)];

    private static void AssertArguments(TopologyPlan plan, string name, string expected)
    {
        var instance = plan.Instances.Single(i => i.Spec.Name == name);
        Assert.Equal(
            expected.ReplaceLineEndings("\n").Split('\n').Order(StringComparer.Ordinal),
            instance.Arguments.Select(a => Normalise(plan, a)).Order(StringComparer.Ordinal));
    }

    private static string Normalise(TopologyPlan plan, string argument)
    {
        foreach (var instance in plan.Instances)
        {
            argument = argument.Replace(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{instance.Member.Port}"), $"<{instance.Spec.Name}>", StringComparison.Ordinal);
        }

        return argument.Replace(plan.Workspace.Directory, "<dir>", StringComparison.Ordinal);
    }
}
