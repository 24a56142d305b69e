using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ServerJobTests
{
    private const string Admin = "/_admin/cluster";

    [Fact]
    public async Task A_dbserver_resigns_and_is_cleaned_out_by_jobs_that_can_be_asked_for()
    {
        await using var cluster = await WithSpareServerAsync();
        var id = cluster.IdOf("db1");
        var resigned = await RunAsync(cluster, "resignLeadership", """{"server":"DBServer0001","undoMoves":false}""");
        Assert.Equal("resignLeadership", (string?)resigned["type"]);
        Assert.NotNull(resigned["timeFinished"]);

        await RunAsync(cluster, "cleanOutServer", $$"""{"server":"{{id}}"}""");
        Assert.Equal($"[\"{id}\"]", (await cluster.ReadAgencyAsync("arango", "Target", "CleanedServers"))!.ToJsonString());
        Assert.Equal("[]", (await cluster.ReadAgencyAsync("arango", "Target", "ToBeCleanedServers"))!.ToJsonString());
        Assert.Null((await cluster.ReadAgencyAsync("arango", "Supervision", "DBServers"))?[id]);
        var planned = (await cluster.ReadAgencyAsync("arango", "Plan", "Collections", "_system"))!.ToJsonString();
        Assert.DoesNotContain(id, planned, StringComparison.Ordinal);
        Assert.Equal(200, (await cluster.GetAsync("coordinator", "/_api/collection/_users/count")).Status);
    }

    [Fact]
    public async Task Wrong_requests_about_jobs_are_refused()
    {
        await using var cluster = await WithSpareServerAsync();
        Assert.Equal((400, 10L), Error(await PostAsync(cluster, "cleanOutServer", "{}")));
        var unknown = await RunAsync(cluster, "cleanOutServer", """{"server":"nobody"}""", "Failed");
        Assert.Equal("server does not exist as DBServer in Plan", (string?)unknown["reason"]);
        Assert.Equal(404, (await cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id=1")).Status);
        Assert.Equal(405, (await cluster.GetAsync("coordinator", $"{Admin}/cleanOutServer")).Status);
        Assert.Equal(404, (await PostAsync(cluster, "cancelAgencyJob", """{"id":"1"}""")).Status);
        var finished = await RunAsync(cluster, "cleanOutServer", $$"""{"server":"{{cluster.IdOf("db2")}}"}""");
        Assert.Equal(400, (await PostAsync(cluster, "cancelAgencyJob", $$"""{"id":"{{finished["job"]}}"}""")).Status);
    }

    [Fact]
    public async Task A_move_is_taken_when_all_that_it_names_is_there()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var (one, two) = (cluster.IdOf("db1"), cluster.IdOf("db2"));
        var shards = $$$"""{"s2":["{{{one}}}"]}""";
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/900001", $$$"""{"name":"c","replicationFactor":1,"shards":{{{shards}}} }""");
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/900002", $$$"""{"name":"d","distributeShardsLike":"900001","shards":{"s3":["{{{one}}}"]} }""");
        Assert.Equal((400, 10L), Error(await PostAsync(cluster, "moveShard", """{"collection":"c","shard":"s2","fromServer":"DBServer0001"}""")));
        Assert.Equal((404, 404L), Error(await PostAsync(cluster, "moveShard", Move("x", "s2", one, two))));
        Assert.Equal((404, 404L), Error(await PostAsync(cluster, "moveShard", Move("c", "s9", one, two))));
        Assert.Equal((404, 404L), Error(await PostAsync(cluster, "moveShard", Move("c", "s2", one, "nobody"))));
        Assert.Equal((404, 404L), Error(await PostAsync(cluster, "moveShard", Move("c", "s2", two, one))));
        Assert.Equal((403, 403L), Error(await PostAsync(cluster, "moveShard", Move("d", "s3", one, two))));
        Assert.Equal(405, (await cluster.GetAsync("coordinator", $"{Admin}/moveShard")).Status);

        // Which of the two got which number is decided by the one that came first.
        var name = (string)(await cluster.ReadAgencyAsync("arango", "Target", "MapUniqueToShortID", two, "ShortName"))!;
        var made = await PostAsync(cluster, "moveShard", Move("c", "s2", one, name));
        Assert.Equal(202, made.Status);
        var job = (await cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id={made.Body!["id"]}")).Body!;
        Assert.Equal(
            ("900001", two, true, true),
            ((string?)job["collection"], (string?)job["toServer"], (bool?)job["isLeader"], (bool?)job["remainsFollower"]));
    }

    [Fact]
    public async Task How_many_servers_there_shall_be_can_be_said_and_asked()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        const string Numbers = $"{Admin}/numberOfServers";
        Task<Answer> Put(string body) => cluster.SendAsync(HttpMethod.Put, "coordinator", Numbers, body);
        Assert.Equal(200, (await Put("""{"numberOfCoordinators":3,"numberOfDBServers":2,"cleanedServers":["PRMR-x"]}""")).Status);
        Assert.Equal(200, (await Put("{}")).Status);
        Assert.Equal((400, 10L), Error(await Put("""{"numberOfDBServers":"two"}""")));
        Assert.Equal((400, 10L), Error(await Put("""{"cleanedServers":[1]}""")));
        Assert.Equal((400, 10L), Error(await Put("[]")));
        var now = (await cluster.GetAsync("coordinator", Numbers)).Body!;
        Assert.Equal((3, 2, "[\"PRMR-x\"]"), ((int)now["numberOfCoordinators"]!, (int)now["numberOfDBServers"]!, now["cleanedServers"]!.ToJsonString()));
        Assert.Equal(200, (await Put("""{"numberOfDBServers":null}""")).Status);
        Assert.Null((await cluster.GetAsync("coordinator", Numbers)).Body!["numberOfDBServers"]);
    }

    /// <summary>The system collections lie on two servers; there must be a third to take what one of them gives away.</summary>
    private static async Task<TestCluster> WithSpareServerAsync()
    {
        var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster.StartDbServer("db3").WaitUntilReadyAsync();
        await cluster.WaitForHealthAsync(h => (string?)h[cluster.IdOf("db3")]?["Status"] == "GOOD");
        return cluster;
    }

    private static async Task<JsonNode> RunAsync(TestCluster cluster, string command, string body, string end = "Finished")
    {
        var made = await PostAsync(cluster, command, body);
        Assert.Equal(202, made.Status);
        var job = (string?)made.Body!["id"];
        var done = await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id={job}"), a => (string?)a.Body?["status"] == end);
        Assert.Equal(job, (string?)done.Body!["job"]);
        return done.Body;
    }

    private static Task<Answer> PostAsync(TestCluster cluster, string command, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Admin}/{command}", body);

    private static string Move(string collection, string shard, string from, string to) =>
        $$"""{"collection":"{{collection}}","shard":"{{shard}}","fromServer":"{{from}}","toServer":"{{to}}"}""";

    private static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
