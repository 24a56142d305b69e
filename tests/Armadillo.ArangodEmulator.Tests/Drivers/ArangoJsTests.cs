using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using Armadillo.Testing.RealServers.Tests;

namespace Armadillo.ArangodEmulator.Tests.Drivers;

public sealed class ArangoJsTests
{
    [ServerFact("node", "npm")]
    public async Task The_driver_does_its_work_against_a_single_server()
    {
        await using var server = await SingleServer.ReadyAsync("--database.password", "pass");
        var (code, output) = await ArangoJs.RunAsync(server.Port, "pass");
        Assert.True(code == 0, output);
        Assert.Contains("all steps done", output, StringComparison.Ordinal);
    }

    /// <summary>The same script; the steps that need collections or users in a cluster are left out.</summary>
    [ServerFact("node", "npm")]
    public async Task The_driver_finds_its_way_around_a_coordinator()
    {
        string[] steps = ["version", "databases", "logs", "jobs"];
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var (code, output) = await ArangoJs.RunAsync(cluster.Port("coordinator"), "", steps);
        Assert.True(code == 0, output);
        Assert.All(steps, step => Assert.Contains($"done: {step}", output, StringComparison.Ordinal));
    }
}
