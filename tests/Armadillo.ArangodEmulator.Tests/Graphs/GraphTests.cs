using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Graphs;

public sealed class GraphTests
{
    private const string Root = "/_api/gharial";

    [Fact]
    public async Task Graphs_of_a_single_server_are_defined_changed_and_dropped_and_refuse_what_is_wrong()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await LiveAsync((method, path, body) => Requests.SendAsync(method, server.Port, path, null, body));
    }

    [Fact]
    public async Task Graphs_of_a_cluster_live_the_same_way_and_say_how_they_are_spread()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        Task<Answer> Send(HttpMethod method, string path, string? body) =>
            Requests.SendAsync(method, cluster.Port("coordinator"), path, cluster.Token, body);
        await LiveAsync(Send);
        var made = await Send(
            HttpMethod.Post, Root, """{"name":"wide","edgeDefinitions":[{"collection":"roads","from":["towns"],"to":["towns"]}],"options":{"numberOfShards":3,"replicationFactor":2}}""");
        Assert.Equal((3, 2), ((int?)made.Body!["graph"]!["numberOfShards"], (int?)made.Body["graph"]!["replicationFactor"]));
        Assert.Equal(3, (int?)(await Send(HttpMethod.Get, "/_api/collection/towns/properties", null)).Body!["numberOfShards"]);
    }

    private static async Task LiveAsync(Func<HttpMethod, string, string?, Task<Answer>> send)
    {
        Assert.Empty((await send(HttpMethod.Get, Root, null)).Body!["graphs"]!.AsArray());
        var social = """{"name":"social","edgeDefinitions":[{"collection":"knows","from":["people"],"to":["people","pets"]}]}""";
        Assert.Equal(202, (await send(HttpMethod.Post, Root, social)).Status);
        Assert.Equal((409, 1925L), Error(await send(HttpMethod.Post, Root, social)));
        Assert.Equal((404, 1924L), Error(await send(HttpMethod.Get, $"{Root}/nobody", null)));
        Assert.Equal((400, 1922L), Error(await send(HttpMethod.Post, Root, "{}")));
        Assert.Equal((400, 1923L), Error(await send(HttpMethod.Post, Root, """{"name":"bad","edgeDefinitions":[{"collection":"x"}]}""")));
        Assert.Equal(
            (400, 1921L), Error(await send(HttpMethod.Post, Root, """{"name":"other","edgeDefinitions":[{"collection":"knows","from":["pets"],"to":["pets"]}]}""")));
        Assert.Equal(501, (await send(HttpMethod.Post, Root, """{"name":"smart","isSmart":true}""")).Status);
        Assert.Equal(3, (int?)(await send(HttpMethod.Get, "/_api/collection/knows", null)).Body!["type"]);

        foreach (var (collection, key) in new[] { ("people", "ann"), ("people", "bob"), ("pets", "cat") })
        {
            Assert.Equal(202, (await send(HttpMethod.Post, $"{Root}/social/vertex/{collection}", $$"""{"_key":"{{key}}"}""")).Status);
        }

        var edges = $"{Root}/social/edge/knows";
        Assert.Equal(202, (await send(HttpMethod.Post, edges, """{"_key":"1","_from":"people/ann","_to":"people/bob"}""")).Status);
        Assert.Equal(202, (await send(HttpMethod.Post, edges, """{"_key":"2","_from":"people/bob","_to":"pets/cat"}""")).Status);
        Assert.Equal((404, 1202L), Error(await send(HttpMethod.Post, edges, """{"_from":"people/ann","_to":"people/nobody"}""")));
        Assert.Equal((400, 1947L), Error(await send(HttpMethod.Post, edges, """{"_from":"pets/cat","_to":"people/ann"}""")));
        Assert.Equal((404, 1930L), Error(await send(HttpMethod.Post, $"{Root}/social/edge/people", """{"_from":"people/ann","_to":"people/bob"}""")));
        Assert.Equal((404, 1926L), Error(await send(HttpMethod.Get, $"{Root}/social/vertex/knows/1", null)));

        // The edges of a vertex go with it.
        Assert.Equal(202, (await send(HttpMethod.Delete, $"{Root}/social/vertex/pets/cat", null)).Status);
        Assert.Equal(200, (await send(HttpMethod.Get, $"{edges}/1", null)).Status);
        Assert.Equal((404, 1202L), Error(await send(HttpMethod.Get, $"{edges}/2", null)));

        Assert.Equal((400, 1929L), Error(await send(HttpMethod.Post, $"{Root}/social/vertex", """{"collection":"pets"}""")));
        Assert.Equal(202, (await send(HttpMethod.Post, $"{Root}/social/vertex", """{"collection":"things"}""")).Status);
        Assert.Equal((400, 1928L), Error(await send(HttpMethod.Delete, $"{Root}/social/vertex/pets", null)));
        var replaced = await send(HttpMethod.Put, edges, """{"collection":"knows","from":["people"],"to":["people"]}""");
        Assert.Equal("""["pets","things"]""", replaced.Body!["graph"]!["orphanCollections"]!.ToJsonString());
        Assert.Equal("""["people","pets","things"]""", (await send(HttpMethod.Get, $"{Root}/social/vertex", null)).Body!["collections"]!.ToJsonString());
        Assert.Equal(202, (await send(HttpMethod.Delete, $"{Root}/social/vertex/things?dropCollection=true", null)).Status);
        Assert.Equal((404, 1203L), Error(await send(HttpMethod.Get, "/_api/collection/things", null)));

        Assert.Equal(202, (await send(HttpMethod.Delete, $"{Root}/social?dropCollections=true", null)).Status);
        Assert.Equal((404, 1203L), Error(await send(HttpMethod.Get, "/_api/collection/people", null)));
        Assert.Empty((await send(HttpMethod.Get, Root, null)).Body!["graphs"]!.AsArray());
    }

    private static (int, long?) Error(Answer answer) => (answer.Status, answer.ErrorNum);
}
