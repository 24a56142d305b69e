using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.ReplicatedLogs;

/// <summary>Three agents, DB servers and a coordinator as processes.</summary>
public sealed class ReplicatedLogProcessTests
{
    private const string Api = "/_db/logs/_api/log";

    private static readonly string[] _members = ["db1", "db2", "db3", "db4"];

    [Fact]
    public async Task What_was_committed_survives_the_death_of_the_leader_and_the_suspension_of_a_follower()
    {
        await using var cluster = await StartedAsync(3);
        var id = await CreateAsync(cluster, 3);
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(201, (await InsertAsync(cluster, id, i)).Status);
        }

        var leader = await LeaderAsync(cluster, id, 1);
        var followers = _members[..3].Except([leader]).ToList();

        // One of three may stand still.
        await cluster[followers[0]].SuspendAsync();
        var alone = await InsertAsync(cluster, id, 21);
        Assert.Equal(201, alone.Status);
        var quorum = alone.Body!["result"]!["result"]!["quorum"]!["quorum"]!.AsArray().Select(q => (string?)q).ToList();
        Assert.DoesNotContain(cluster.IdOf(followers[0]), quorum);
        cluster[followers[0]].Signal(Signals.Continue);

        await cluster[leader].KillAsync();
        var next = await LeaderAsync(cluster, id, 2);
        Assert.NotEqual(leader, next);

        // What was answered with an error may be in the log all the same, and then stands there twice.
        await Requests.UntilAsync(() => InsertAsync(cluster, id, 22), static a => a.Status == 201);
        await cluster.RestartAsync(leader);
        var payloads = await PayloadsAsync(cluster, id);
        Assert.Equal(Enumerable.Range(1, 22), payloads.Distinct());

        // The returned server has it all on its own disk, in the order of the new leader.
        await Requests.UntilAsync(
            () => cluster.GetAsync(leader, $"{Api}/{id}/slice?start=1&stop=1000"),
            static a => a.Status == 200 && Payloads(a).Distinct().SequenceEqual(Enumerable.Range(1, 22)));
        var status = (await cluster.GetAsync(next, $"{Api}/{id}/local-status")).Body!["result"]!;
        Assert.Equal("leader", (string?)status["role"]);
    }

    [Fact]
    public async Task Without_a_quorum_there_is_no_leader_until_a_participant_returns()
    {
        await using var cluster = await StartedAsync(3);
        var id = await CreateAsync(cluster, 3);
        Assert.Equal(201, (await InsertAsync(cluster, id, 1)).Status);
        var leader = await LeaderAsync(cluster, id, 1);
        var followers = _members[..3].Except([leader]).ToList();
        await cluster[leader].KillAsync();
        await cluster[followers[0]].KillAsync();
        await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Api}/{id}"),
            static a => a.Body?["result"]?["supervision"]?["response"]?["StatusReport"]?[0]?["type"]?.ToString() == "LeaderElectionQuorumNotReached");
        Assert.Equal(503, (await InsertAsync(cluster, id, 2)).Status);
        await cluster.RestartAsync(followers[0]);
        await LeaderAsync(cluster, id, 2);
        await Requests.UntilAsync(() => InsertAsync(cluster, id, 2), static a => a.Status == 201);
        Assert.Equal([1, 2], await PayloadsAsync(cluster, id));
    }

    [Fact]
    public async Task A_log_is_asked_for_changed_and_dropped_over_the_coordinator()
    {
        await using var cluster = await StartedAsync(4);
        Assert.Equal(403, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/log", "{}")).Status);
        Assert.Equal((404, 1418L), Error(await cluster.GetAsync("coordinator", $"{Api}/4711")));
        var id = await CreateAsync(cluster, 3);
        var multi = await cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Api}/{id}/multi-insert", "[1,2,3]");
        Assert.Equal((201, 3), (multi.Status, multi.Body!["result"]!["indexes"]!.AsArray().Count));
        var first = (long)multi.Body["result"]!["indexes"]![0]!;
        var entry = (await cluster.GetAsync("coordinator", $"{Api}/{id}/entry/{first}")).Body!["result"]!;
        Assert.Equal((first, 1L, 1), ((long)entry["logIndex"]!, (long)entry["logTerm"]!, (int)entry["payload"]!));
        Assert.Equal(404, (await cluster.GetAsync("coordinator", $"{Api}/{id}/entry/999")).Status);
        Assert.Equal([2, 3], Payloads(await cluster.GetAsync("coordinator", $"{Api}/{id}/tail?limit=2")));
        Assert.Equal([1, 2], Payloads(await cluster.GetAsync("coordinator", $"{Api}/{id}/poll?first={first}&limit=2")));
        Assert.NotNull((await cluster.GetAsync("coordinator", $"{Api}/{id}/head?limit=1")).Body!["result"]![0]!["meta"]);
        Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Api}/{id}/ping", "{}")).Status);

        var leader = await LeaderAsync(cluster, id, 1);
        var listed = (await cluster.GetAsync("coordinator", Api)).Body!["result"]![id]!.AsArray().Select(s => (string?)s).ToList();
        var outsider = _members.Single(m => !listed.Contains(cluster.IdOf(m)));
        var wanted = _members.First(m => m != leader && m != outsider);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Api}/{id}/leader/{cluster.IdOf(wanted)}", "{}")).Status);
        await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Api}/{id}"), a => (string?)a.Body?["result"]?["leaderId"] == cluster.IdOf(wanted));
        await LeaderAsync(cluster, id, 2);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", $"{Api}/{id}/leader", "")).Status);

        var replace = $"{Api}/{id}/participant/{cluster.IdOf(wanted)}/replace-with/{cluster.IdOf(outsider)}";
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Post, "coordinator", replace, "{}")).Status);
        await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", Api),
            a => a.Body?["result"]?[id] is JsonArray now && now.Any(s => (string?)s == cluster.IdOf(outsider)) && now.All(s => (string?)s != cluster.IdOf(wanted)));
        await Requests.UntilAsync(
            () => cluster.GetAsync(outsider, $"{Api}/{id}/slice?start=1&stop=99"), static a => a.Status == 200 && Payloads(a).SequenceEqual([1, 2, 3]));
        await Requests.UntilAsync(() => cluster.GetAsync(wanted, $"{Api}/{id}/local-status"), static a => a.Status == 404);

        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", $"{Api}/{id}", "")).Status);
        await Requests.UntilAsync(() => cluster.GetAsync("coordinator", $"{Api}/{id}"), static a => a.ErrorNum == 1418);
        await Requests.UntilAsync(() => cluster.GetAsync(outsider, $"{Api}/{id}/local-status"), static a => a.ErrorNum == 1418);
    }

    private static async Task<TestCluster> StartedAsync(int dbServers)
    {
        var cluster = new TestCluster();
        cluster.StartAgents(
            3, "--agency.supervision-frequency", "0.2", "--agency.supervision-ok-threshold", "2", "--agency.supervision-grace-period", "4");
        foreach (var name in _members[..dbServers])
        {
            cluster.StartDbServer(name, "--database.default-replication-version", "2");
        }

        await cluster.StartCoordinator("coordinator", "--database.default-replication-version", "2").WaitUntilReadyAsync();
        await cluster.WaitForHealthAsync(h => h.Count(s => (string?)s.Value!["Status"] == "GOOD") >= dbServers + 4);
        Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"logs"}""")).Status);
        return cluster;
    }

    private static async Task<string> CreateAsync(TestCluster cluster, int servers)
    {
        var made = await cluster.SendAsync(HttpMethod.Post, "coordinator", Api, $$$"""
            {"config":{"writeConcern":2,"softWriteConcern":2,"waitForSync":false},"numberOfServers":{{{servers}}}}
            """);
        Assert.Equal(200, made.Status);
        Assert.Equal(servers, made.Body!["result"]!["servers"]!.AsArray().Count);
        return made.Body["result"]!["id"]!.ToString();
    }

    private static Task<Answer> InsertAsync(TestCluster cluster, string id, int payload) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Api}/{id}/insert", $"{payload}");

    /// <summary>Name of the server that has established its leadership in at least the term.</summary>
    private static async Task<string> LeaderAsync(TestCluster cluster, string id, int term)
    {
        var answer = await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Api}/{id}"),
            a => a.Body?["result"] is { } result && (string?)result["leaderId"] is { } leader
                && result["participants"]?[leader]?["response"] is { } own
                && (bool?)own["leadershipEstablished"] == true && (int?)own["term"] >= term);
        var found = (string?)answer.Body!["result"]!["leaderId"];
        return _members.Single(m => cluster.Has(m) && cluster.IdOf(m) == found);
    }

    private static async Task<IEnumerable<int>> PayloadsAsync(TestCluster cluster, string id)
    {
        var answer = await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Api}/{id}/slice?start=1&stop=1000"), static a => a.Status == 200);
        return Payloads(answer);
    }

    private static IEnumerable<int> Payloads(Answer answer) =>
        [.. answer.Body!["result"]!.AsArray().Where(e => e!["payload"] is not null).Select(e => (int)e!["payload"]!)];

    private static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
