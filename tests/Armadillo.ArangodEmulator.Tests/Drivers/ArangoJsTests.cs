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

    /// <summary>The same script; it asks for the role and leaves out what coordinators cannot do: renaming.</summary>
    [ServerFact("node", "npm")]
    public async Task The_driver_does_its_work_against_a_coordinator()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var (code, output) = await ArangoJs.RunAsync(cluster.Port("coordinator"), "");
        Assert.True(code == 0, output);
        Assert.Contains("all steps done", output, StringComparison.Ordinal);
    }
}
