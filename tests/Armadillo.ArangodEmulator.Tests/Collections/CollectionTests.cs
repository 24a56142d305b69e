using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Collections;

public sealed class CollectionTests
{
    private const string Path = "/_api/collection";

    [Fact]
    public async Task Collections_are_made_shown_emptied_and_dropped_with_the_recorded_answers()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var keys = """{"name":"users","keyOptions":{"type":"autoincrement","increment":5}}""";
        RecordedAnswer.Check("collection-create", await PostAsync(server, Path, keys));
        await PostAsync(server, Path, """{"name":"products","waitForSync":true}""");
        RecordedAnswer.Check("collection-properties", await server.GetAsync($"{Path}/products/properties"));
        Assert.Equal((409, 1207L), Error(await PostAsync(server, Path, """{"name":"products"}""")));
        Assert.Equal((400, 1208L), Error(await PostAsync(server, Path, """{"name":"no good"}""")));
        Assert.Equal(501, (await PostAsync(server, Path, """{"name":"x","schema":{"rule":{}}}""")).Status);

        await PostAsync(server, "/_api/document/products", """[{},{},{}]""");
        var id = (string?)(await server.GetAsync($"{Path}/products")).Body!["id"];
        Assert.Equal(3, (int?)(await server.GetAsync($"{Path}/{id}/count")).Body!["count"]);
        Assert.Equal(
            """{"error":false,"code":200,"result":true,"count":3}""",
            (await Requests.SendAsync(HttpMethod.Put, server.Port, $"{Path}/products/recalculateCount")).Body!.ToJsonString());
        foreach (var part in (string[])["unload", "compact"])
        {
            Assert.Equal(
                (await server.GetAsync($"{Path}/products")).Text,
                (await Requests.SendAsync(HttpMethod.Put, server.Port, $"{Path}/products/{part}")).Text);
        }

        RecordedAnswer.Check("collection-truncate", await Requests.SendAsync(HttpMethod.Put, server.Port, $"{Path}/products/truncate"));
        Assert.Equal(0, (int?)(await server.GetAsync($"{Path}/products/count")).Body!["count"]);
        Assert.Equal(2, (await server.GetAsync(Path)).Body!["result"]!.AsArray().Count);

        var dropped = await Requests.SendAsync(HttpMethod.Delete, server.Port, $"{Path}/products");
        Assert.Equal($$"""{"error":false,"code":200,"id":"{{id}}"}""", dropped.Body!.ToJsonString());
        Assert.Equal((404, 1203L), Error(await server.GetAsync($"{Path}/products")));
    }

    [Fact]
    public async Task A_renamed_collection_takes_its_documents_along_also_over_a_restart()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, Path, """{"name":"before"}""");
        await PostAsync(server, Path, """{"name":"taken"}""");
        await PostAsync(server, "/_api/document/before", """{"_key":"1","a":1}""");
        Assert.Equal((409, 1207L), Error(await RenameAsync(server, "before", "taken")));
        Assert.Equal((400, 1208L), Error(await RenameAsync(server, "before", "no good")));
        Assert.Equal(200, (await RenameAsync(server, "before", "after")).Status);
        Assert.Equal((404, 1203L), Error(await server.GetAsync($"{Path}/before")));
        var document = (await server.GetAsync("/_api/document/after/1")).Text;
        Assert.Contains("\"_id\":\"after/1\"", document, StringComparison.Ordinal);
        await server.RestartAsync("--server.authentication", "false");
        Assert.Equal(document, (await server.GetAsync("/_api/document/after/1")).Text);
    }

    [Fact]
    public async Task A_checksum_tells_contents_apart_and_a_revision_changes_with_them()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        async Task<string> ChecksumAsync(string name) => (string)(await server.GetAsync($"{Path}/{name}/checksum?withData=true")).Body!["checksum"]!;
        foreach (var (name, documents) in new[] { ("a", """[{"_key":"1","x":1},{"_key":"2"}]"""), ("b", """[{"_key":"2"},{"_key":"1","x":1}]"""), ("c", """[{"_key":"1","x":2},{"_key":"2"}]""") })
        {
            await PostAsync(server, Path, $$"""{"name":"{{name}}"}""");
            await PostAsync(server, $"/_api/document/{name}", documents);
        }

        Assert.Equal(await ChecksumAsync("a"), await ChecksumAsync("b"));
        Assert.NotEqual(await ChecksumAsync("a"), await ChecksumAsync("c"));
        var before = (string?)(await server.GetAsync($"{Path}/a/revision")).Body!["revision"];
        await PostAsync(server, "/_api/document/a", "{}");
        Assert.NotEqual(before, (string?)(await server.GetAsync($"{Path}/a/revision")).Body!["revision"]);
    }

    private static Task<Answer> RenameAsync(SingleServer server, string from, string to) =>
        Requests.SendAsync(HttpMethod.Put, server.Port, $"{Path}/{from}/rename", body: $$"""{"name":"{{to}}"}""");

    [Fact]
    public async Task Keys_of_type_autoincrement_go_up_in_steps()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, Path, """{"name":"c","keyOptions":{"type":"autoincrement","offset":1,"increment":5}}""");
        var made = (await PostAsync(server, "/_api/document/c", "[{},{},{}]")).Body!.AsArray();
        Assert.Equal(["1", "6", "11"], made.Select(static d => (string?)d!["_key"]));
    }

    [Fact]
    public async Task A_system_collection_is_dropped_only_when_it_is_said_so()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, Path, """{"name":"_mine","isSystem":true}""");
        Assert.Equal(403, (await Requests.SendAsync(HttpMethod.Delete, server.Port, $"{Path}/_mine")).Status);
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Delete, server.Port, $"{Path}/_mine?isSystem=true")).Status);
    }

    [Fact]
    public async Task A_read_only_server_takes_no_writes()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(server, Path, """{"name":"c"}""");
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/server/mode", body: """{"mode":"readonly"}""");
        Assert.Equal((403, 1004L), Error(await PostAsync(server, Path, """{"name":"d"}""")));
        Assert.Equal((403, 1004L), Error(await PostAsync(server, "/_api/document/c", "{}")));
        Assert.Equal((403, 1004L), Error(await PostAsync(server, "/_api/cursor", """{"query":"INSERT {} INTO c"}""")));
        Assert.Equal(200, (await server.GetAsync($"{Path}/c/count")).Status);
    }
}
