using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ServerJobTests
{
    private const string Admin = "/_admin/cluster";

    [Fact]
    public async Task A_dbserver_resigns_and_is_cleaned_out_by_jobs_that_can_be_asked_for()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = cluster.IdOf("db1");
        var resigned = await RunAsync(cluster, "resignLeadership", """{"server":"DBServer0001","undoMoves":false}""");
        Assert.Equal("resignLeadership", (string?)resigned["type"]);
        Assert.NotNull(resigned["timeFinished"]);

        await RunAsync(cluster, "cleanOutServer", $$"""{"server":"{{id}}"}""");
        Assert.Equal($"[\"{id}\"]", (await cluster.ReadAgencyAsync("arango", "Target", "CleanedServers"))!.ToJsonString());
        Assert.Equal("[]", (await cluster.ReadAgencyAsync("arango", "Target", "ToBeCleanedServers"))!.ToJsonString());
        Assert.Null((await cluster.ReadAgencyAsync("arango", "Supervision", "DBServers"))?[id]);
    }

    [Fact]
    public async Task Wrong_requests_about_jobs_are_refused()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        Assert.Equal((400, 10L), Error(await PostAsync(cluster, "cleanOutServer", "{}")));
        Assert.Equal((404, 404L), Error(await PostAsync(cluster, "cleanOutServer", """{"server":"nobody"}""")));
        Assert.Equal(404, (await cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id=1")).Status);
        Assert.Equal(405, (await cluster.GetAsync("coordinator", $"{Admin}/cleanOutServer")).Status);
        Assert.Equal(404, (await PostAsync(cluster, "cancelAgencyJob", """{"id":"1"}""")).Status);
        var finished = await RunAsync(cluster, "cleanOutServer", $$"""{"server":"{{cluster.IdOf("db2")}}"}""");
        Assert.Equal(412, (await PostAsync(cluster, "cancelAgencyJob", $$"""{"id":"{{finished["job"]}}"}""")).Status);
    }

    [Fact]
    public async Task A_server_with_shards_is_not_drained()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var id = cluster.IdOf("db1");
        await cluster.WriteAgencyAsync("/arango/Plan/Collections/_system/1", $$$"""{"name":"c","shards":{"s2":["{{{id}}}"]}}""");
        Assert.Equal(501, (await PostAsync(cluster, "cleanOutServer", $$"""{"server":"{{id}}"}""")).Status);
    }

    private static async Task<JsonNode> RunAsync(TestCluster cluster, string command, string body)
    {
        var made = await PostAsync(cluster, command, body);
        Assert.Equal(202, made.Status);
        var job = (string?)made.Body!["id"];
        var done = await Requests.UntilAsync(
            () => cluster.GetAsync("coordinator", $"{Admin}/queryAgencyJob?id={job}"), static a => (string?)a.Body?["status"] == "Finished");
        Assert.Equal(job, (string?)done.Body!["job"]);
        return done.Body;
    }

    private static Task<Answer> PostAsync(TestCluster cluster, string command, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", $"{Admin}/{command}", body);

    private static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
