using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.ArangoDb.Tests.Topologies;

[Collection(LiveServers.Name)]
public sealed class AgencyTests : IAsyncLifetime
{
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_set_is_read_until_it_is_deleted()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency);
        var agency = arango.Agency;

        Assert.Null(await agency.ReadAsync("testing/key"));
        await agency.SetAsync("/testing/key", new JsonObject { ["a"] = 1 });
        Assert.Equal("""{"a":1}""", (await agency.ReadAsync("testing/key"))!.ToJsonString());
        Assert.Equal("1", (await agency.ReadAsync("testing/key/a"))!.ToJsonString());
        Assert.Null(await agency.ReadAsync("testing/key/a/b"));
        await agency.DeleteAsync("testing/key");
        await agency.DeleteAsync("testing/key");
        Assert.Null(await agency.ReadAsync("testing/key"));
    }

    [Fact]
    public async Task A_write_whose_precondition_does_not_hold_changes_nothing()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency with { Agents = 1 });
        var agency = arango.Agency;
        await agency.SetAsync("testing/key", "old");

        Assert.False(await agency.WriteAsync(Set("new"), Expect("other")));
        Assert.Equal("old", (await agency.ReadAsync("testing/key"))?.ToString());
        Assert.True(await agency.WriteAsync(Set("new"), Expect("old")));
        Assert.Equal("new", (await agency.ReadAsync("testing/key"))?.ToString());

        static JsonObject Set(string value) => new() { ["/testing/key"] = new JsonObject { ["op"] = "set", ["new"] = value } };
        static JsonObject Expect(string value) => new() { ["/testing/key"] = new JsonObject { ["old"] = value } };
    }

    [Fact]
    public async Task When_the_leader_stops_a_successor_serves_what_was_written_and_the_old_one_comes_back()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency);
        await arango.Agency.SetAsync("testing/key", "kept");
        var leader = await arango.Agency.WaitForLeaderAsync();
        var id = (await arango.Agency.GetConfigAsync(leader)).Id;
        var term = (await arango.Agency.GetConfigAsync(leader)).Term;

        var stop = await leader.StopAsync();
        var successor = await arango.Agency.WaitForLeaderAsync();

        Assert.True(stop.IsClean, stop.ToString());
        Assert.NotSame(leader, successor);
        Assert.True((await arango.Agency.GetConfigAsync(successor)).Term > term);
        Assert.Equal("kept", (await arango.Agency.ReadAsync("testing/key"))?.ToString());
        await arango.Agency.SetAsync("testing/key", "changed");

        await leader.RestartAsync();

        Assert.Equal(InstanceState.Running, leader.State);
        Assert.Equal(id, (await arango.Agency.GetConfigAsync(leader)).Id);
        Assert.Equal("changed", (await arango.Agency.ReadAsync("testing/key"))?.ToString());
        Assert.Empty(arango.Topology.Crashes);
    }

    [Fact]
    public async Task An_agent_of_another_topology_is_refused_by_name()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency with { Agents = 1 });
        await using var other = await _lab.Starter.StartAsync(Lab.SingleServer);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => arango.Agency.GetConfigAsync(other.Server));

        Assert.Contains("single-1 is not an agent of this topology. The agents are: agent-1.", refusal.Message, StringComparison.Ordinal);
    }
}
