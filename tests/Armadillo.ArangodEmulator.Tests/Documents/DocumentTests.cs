using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Documents;

public sealed class DocumentTests
{
    private const string Path = "/_api/document/products";

    [Fact]
    public async Task One_document_lives_through_the_recorded_answers()
    {
        await using var server = await StartAsync();
        RecordedAnswer.Check("document-create", await PostAsync(server, $"{Path}?waitForSync=true", """{"hello":"world"}"""));
        RecordedAnswer.Check("document-new", await PostAsync(server, $"{Path}?returnNew=true", """{"Hello":"World"}"""));
        var made = await PostAsync(server, Path, """{"hello":"world"}""");
        RecordedAnswer.Check("document-accept", made);
        var key = (string?)made.Body!["_key"];
        RecordedAnswer.Check("document-read", await server.GetAsync($"{Path}/{key}"));
        RecordedAnswer.Check("document-conflict", await SendAsync(server, HttpMethod.Patch, $"{Path}/{key}", "{}", ("If-Match", "\"_nonsense\"")));
        RecordedAnswer.Check("document-delete", await SendAsync(server, HttpMethod.Delete, $"{Path}/{key}?waitForSync=true", null));
        RecordedAnswer.Check("document-unknown", await server.GetAsync($"{Path}/{key}"));
        Assert.Equal((404, 1202L), Error(await SendAsync(server, HttpMethod.Patch, $"{Path}/{key}", "{}")));
    }

    [Fact]
    public async Task Revisions_only_grow_and_guard_reads_and_writes()
    {
        await using var server = await StartAsync();
        var first = (string)(await PostAsync(server, Path, """{"_key":"a"}""")).Body!["_rev"]!;
        var second = await SendAsync(server, HttpMethod.Put, $"{Path}/a", """{"n":1}""", ("If-Match", $"\"{first}\""));
        Assert.Equal(202, second.Status);
        Assert.Equal(first, (string?)second.Body!["_oldRev"]);
        Assert.Equal((412, 1200L), Error(await SendAsync(server, HttpMethod.Put, $"{Path}/a", """{"n":2}""", ("If-Match", $"\"{first}\""))));
        Assert.Equal(412, (await SendAsync(server, HttpMethod.Put, $"{Path}/a?ignoreRevs=false", $$"""{"_rev":"{{first}}"}""")).Status);
        var present = (string)second.Body["_rev"]!;
        Assert.Equal(304, (await SendAsync(server, HttpMethod.Get, $"{Path}/a", null, ("If-None-Match", $"\"{present}\""))).Status);
        Assert.Equal(412, (await SendAsync(server, HttpMethod.Delete, $"{Path}/a", null, ("If-Match", first))).Status);
        Assert.Equal(202, (await SendAsync(server, HttpMethod.Delete, $"{Path}/a", null, ("If-Match", present))).Status);
    }

    [Fact]
    public async Task A_patch_merges_as_its_parameters_say()
    {
        await using var server = await StartAsync();
        await PostAsync(server, Path, """{"_key":"a","o":{"x":1},"n":1}""");
        Assert.Equal("""{"x":1,"y":2}""", await PatchAsync(server, "", """{"o":{"y":2}}""", "o"));
        Assert.Equal("""{"z":3}""", await PatchAsync(server, "mergeObjects=false", """{"o":{"z":3}}""", "o"));
        Assert.Null(await PatchAsync(server, "keepNull=true", """{"n":null}""", "n"));
        Assert.True((await server.GetAsync($"{Path}/a")).Body!.AsObject().ContainsKey("n"));
        await PatchAsync(server, "keepNull=false", """{"n":null}""", "n");
        Assert.False((await server.GetAsync($"{Path}/a")).Body!.AsObject().ContainsKey("n"));
    }

    [Fact]
    public async Task A_taken_key_is_a_conflict_unless_the_request_says_what_to_do()
    {
        await using var server = await StartAsync();
        await PostAsync(server, Path, """{"_key":"a","n":1}""");
        Assert.Equal((409, 1210L), Error(await PostAsync(server, Path, """{"_key":"a"}""")));
        Assert.Equal((400, 1221L), Error(await PostAsync(server, Path, """{"_key":"no good"}""")));
        Assert.Equal((400, 600L), Error(await PostAsync(server, Path, "{ no json")));
        await PostAsync(server, $"{Path}?overwriteMode=ignore", """{"_key":"a","n":2}""");
        Assert.Equal(1, (int?)(await server.GetAsync($"{Path}/a")).Body!["n"]);
        await PostAsync(server, $"{Path}?overwriteMode=update", """{"_key":"a","m":2}""");
        Assert.Equal(1, (int?)(await server.GetAsync($"{Path}/a")).Body!["n"]);
        var replaced = await PostAsync(server, $"{Path}?overwrite=true&returnOld=true", """{"_key":"a"}""");
        Assert.Equal(2, (int?)replaced.Body!["old"]!["m"]);
        Assert.NotNull(replaced.Body["_oldRev"]);
        Assert.Null((await server.GetAsync($"{Path}/a")).Body!["n"]);
    }

    [Fact]
    public async Task Arrays_are_answered_element_by_element_and_errors_are_counted_in_a_header()
    {
        await using var server = await StartAsync();
        RecordedAnswer.Check("document-multi", await PostAsync(server, Path, """[{"_key":"a"},{"_key":"b"},{"_key":"c"}]"""));
        var mixed = await PostAsync(server, Path, """[{"_key":"a"},{"_key":"d"},{"_key":"b"}]""");
        Assert.Equal(202, mixed.Status);
        Assert.Equal("1210:2", mixed.Headers.GetValues("x-arango-error-codes").Single());
        Assert.Equal(1210, (int?)mixed.Body![0]!["errorNum"]);
        Assert.Equal("d", (string?)mixed.Body[1]!["_key"]);
        Assert.Equal("b", (string?)(await SendAsync(server, HttpMethod.Put, $"{Path}?onlyget=true", """["b"]""")).Body![0]!["_key"]);
        var removed = await SendAsync(server, HttpMethod.Delete, Path, """["a","products/b",{"_key":"c"},"nobody"]""");
        Assert.Equal([null, null, null, 1202], removed.Body!.AsArray().Select(static d => (int?)d!["errorNum"]));
    }

    [Fact]
    public async Task Edges_need_both_ends()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/_api/collection", """{"name":"edges","type":3}""");
        Assert.Equal((400, 1233L), Error(await PostAsync(server, "/_api/document/edges", """{"_from":"products/a"}""")));
        await PostAsync(server, "/_api/document/edges", """{"_key":"e","_from":"products/a","_to":"products/b","w":1}""");
        var keys = (await server.GetAsync("/_api/document/edges/e")).Body!.AsObject().Select(static x => x.Key);
        Assert.Equal(["_key", "_id", "_from", "_to", "_rev", "w"], keys);
    }

    private static async Task<SingleServer> StartAsync()
    {
        var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, "/_api/collection", """{"name":"products"}""");
        return server;
    }

    private static Task<Answer> SendAsync(
        SingleServer server, HttpMethod method, string path, string? body, params (string Name, string Value)[] headers) =>
        Requests.SendAsync(method, server.Port, path, body: body, headers: headers);

    private static async Task<string?> PatchAsync(SingleServer server, string query, string body, string attribute)
    {
        await SendAsync(server, HttpMethod.Patch, $"{Path}/a?{query}", body);
        return (await server.GetAsync($"{Path}/a")).Body![attribute]?.ToJsonString();
    }
}
