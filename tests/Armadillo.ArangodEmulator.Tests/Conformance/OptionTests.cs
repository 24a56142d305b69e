using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>Every option of the recorded dump.</summary>
public sealed class OptionTests
{
    // Where the test itself must say something else than the default.
    private static readonly string[] _own =
    [
        "agency.activate", "agency.endpoint", "agency.my-address", "agency.supervision", "cluster.agency-endpoint", "cluster.my-address",
        "cluster.my-role", "config", "configuration", "database.directory", "server.descriptors-minimum", "server.endpoint",
        "server.jwt-secret-keyfile",
    ];

    [Fact]
    public void Every_option_takes_its_values_and_refuses_others() => Assert.Empty(RecordedOption.Complaints.Value);

    [Fact]
    public async Task A_single_server_starts_with_all_its_options_set()
    {
        await using var server = SingleServer.Start(Defaults("single"));
        await server.Process.WaitUntilReadyAsync();
        Assert.Equal(200, (await server.GetAsync("/_api/version", Requests.Basic("root", ""))).Status);
    }

    [Fact]
    public async Task Agents_DB_servers_and_coordinators_start_with_all_their_options_set()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent", Defaults("agent"));
        cluster.StartDbServer("db1", Defaults("dbserver"));
        cluster.StartDbServer("db2", Defaults("dbserver"));
        await cluster.StartCoordinator("coordinator", Defaults("coordinator")).WaitUntilReadyAsync();
        Assert.Equal(200, (await cluster.GetAsync("coordinator", "/_api/version")).Status);
    }

    private static string[] Defaults(string role)
    {
        var options = RecordedOption.All.Where(o => !o.IsCommand && !_own.Contains(o.Name) && (o.Roles.Count == 0 || o.Roles.Contains(role)));
        return [.. options.SelectMany(static o => o.Defaults.Select(v => $"--{o.Name}={v}"))];
    }
}
