using System.Text.Json.Nodes;
using Armadillo.Testing.ArangoDb.Agency;
using Armadillo.Testing.ArangoDb.Http;
using Armadillo.Testing.ArangoDb.Tests.Processes;
using Armadillo.Testing.ArangoDb.Topologies;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.ArangoDb.Tests.Links;

[Collection(LiveServers.Name)]
public sealed class AgencyPartitionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Lab _lab = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _lab.DisposeAsync().AsTask();

    [Fact]
    public async Task A_leader_that_is_cut_off_is_replaced_acknowledges_nothing_and_takes_over_what_the_others_wrote()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency with { LinkFaults = true });
        await arango.Agency.SetAsync("testing/before", 1);
        var old = await arango.Agency.WaitForLeaderAsync();
        var term = (await arango.Agency.GetConfigAsync(old)).Term;
        var others = arango.Agents.Where(a => a != old).ToList();

        await using (await arango.Faults.PartitionAsync([old], [.. others]))
        {
            var lost = TryWriteAsync(old, "testing/lost");
            await WaitForWriteAmongAsync(arango, others, after: term, "testing/during");
            Assert.NotEqual(200, await lost);
            Assert.NotEqual(200, await TryWriteAsync(old, "testing/lost"));
        }

        await arango.Topology.WaitAsync(Condition.When("all agents agree", async (_, token) => Agree(await ConfigsAsync(arango, token))), Patience);
        var stores = await Task.WhenAll(arango.Agents.Select(a => a.GetAsync("/_api/agency/stores")));
        Assert.All(stores, store => Assert.Equal(stores[0]["read_db"]!.ToJsonString(), store["read_db"]!.ToJsonString()));
        Assert.Equal("1", (await arango.Agency.ReadAsync("testing/before"))?.ToJsonString());
        Assert.Equal("1", (await arango.Agency.ReadAsync("testing/during"))?.ToJsonString());
        Assert.Null(await arango.Agency.ReadAsync("testing/lost"));
        Assert.True((await arango.StopAsync()).IsClean);
    }

    [Fact]
    public async Task A_redirect_to_the_address_that_agents_tell_each_other_leads_to_the_agent_itself()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency with { LinkFaults = true });
        var leader = await arango.Agency.WaitForLeaderAsync();
        var follower = arango.Agents.First(a => a != leader);

        var redirect = await WriteAsync(follower, "testing/key", CancellationToken.None);

        Assert.Equal((307, leader.Instance.PeerEndpoint!.Authority), (redirect.Status, redirect.Location!.Authority));
        await leader.StopAsync();
        await arango.Agency.SetAsync("testing/key", "found");
        await leader.RestartAsync();
        Assert.Equal("found", (await arango.Agency.ReadAsync("testing/key"))?.ToString());
    }

    [Fact]
    public async Task Links_carry_TLS_as_they_carry_everything()
    {
        await using var arango = await _lab.Starter.StartAsync(Lab.Agency with { LinkFaults = true, TlsKeyFile = _lab.WriteCertificate() });
        var leader = await arango.Agency.WaitForLeaderAsync();

        await using (await arango.Faults.DelayAsync(from: leader, to: arango.Agents.First(a => a != leader), TimeSpan.FromMilliseconds(20)))
        {
            await arango.Agency.SetAsync("testing/key", "sealed");
        }

        Assert.Equal("https", leader.Instance.PeerEndpoint!.Scheme);
        Assert.Equal("sealed", (await arango.Agency.ReadAsync("testing/key"))?.ToString());
    }

    /// <summary>Until one of the agents leads in a later term and acknowledges a write; a leader of a moment does not serve yet.</summary>
    private static Task WaitForWriteAmongAsync(ArangoAgency arango, IReadOnlyList<ArangoServer> agents, long after, string path) => arango.Topology.WaitAsync(
        Condition.When("another agent leads in a later term and acknowledges a write", async (_, token) =>
        {
            var configs = await Task.WhenAll(agents.Select(a => arango.Agency.GetConfigAsync(a, token)));
            var leader = agents.Zip(configs).FirstOrDefault(a => a.Second.IsLeading && a.Second.LeaderId == a.Second.Id && a.Second.Term > after).First;
            var seen = string.Join(", ", configs.Select(c => $"{c.Id} names '{c.LeaderId}' in term {c.Term}"));
            return leader is null ? (false, seen) : (await TryWriteAsync(leader, path) == 200, $"{leader.Name} leads, {seen}");
        }),
        Patience);

    private static Task<AgentConfig[]> ConfigsAsync(ArangoAgency arango, CancellationToken cancellationToken) =>
        Task.WhenAll(arango.Agents.Select(a => arango.Agency.GetConfigAsync(a, cancellationToken)));

    private static (bool IsMet, string Seen) Agree(AgentConfig[] configs) => (
        configs.Count(c => c.IsLeading) == 1 && configs.DistinctBy(c => (c.LeaderId, c.Term, c.CommitIndex)).Count() == 1,
        string.Join(", ", configs.Select(c => $"{c.Id}: leader '{c.LeaderId}', term {c.Term}, commit index {c.CommitIndex}")));

    /// <summary>Status of the answer; 0 when none comes within 10 s.</summary>
    private static async Task<int> TryWriteAsync(ArangoServer agent, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return (await WriteAsync(agent, path, limit.Token)).Status;
        }
        catch (Exception e) when (e is OperationCanceledException or ArangoRequestException)
        {
            return 0;
        }
    }

    private static Task<ArangoResponse> WriteAsync(ArangoServer agent, string path, CancellationToken cancellationToken) => agent.SendAsync(
        HttpMethod.Post,
        "/_api/agency/write",
        new JsonArray(new JsonArray(new JsonObject { [$"/{path}"] = new JsonObject { ["op"] = "set", ["new"] = 1 } })),
        cancellationToken);
}
