using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Import;

public sealed class ImportTests : IAsyncLifetime
{
    private SingleServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(_server, "/_api/collection", """{"name":"products"}""");
        await PostAsync(_server, "/_api/document/products", """{"_key":"a","n":1,"m":1}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("error", 1, 1, 0, 0, """{"m":1,"n":1}""")]
    [InlineData("ignore", 1, 0, 0, 1, """{"m":1,"n":1}""")]
    [InlineData("replace", 1, 0, 1, 0, """{"n":2}""")]
    [InlineData("update", 1, 0, 1, 0, """{"m":1,"n":2}""")]
    public async Task What_becomes_of_a_document_whose_key_is_taken_is_for_the_request_to_say(
        string action, int created, int errors, int updated, int ignored, string left)
    {
        var answer = await ImportAsync($"type=list&onDuplicate={action}", """[{"_key":"a","n":2},{"_key":"b"}]""");
        Assert.Equal(201, answer.Status);
        Assert.Equal([created, errors, updated, ignored], Counts(answer, "created", "errors", "updated", "ignored"));
        var document = (await _server.GetAsync("/_api/document/products/a")).Body!.AsObject();
        var own = document.Where(static a => a.Key[0] != '_').OrderBy(static a => a.Key, StringComparer.Ordinal);
        Assert.Equal(left, new JsonObject(own.Select(static a => KeyValuePair.Create(a.Key, a.Value?.DeepClone()))).ToJsonString());
    }

    [Fact]
    public async Task A_complete_import_is_done_as_a_whole_or_not_at_all()
    {
        Assert.Equal((409, 1210L), Error(await ImportAsync("type=documents&complete=true", """{"_key":"x"}""" + "\n" + """{"_key":"a"}""")));
        Assert.Equal((400, 600L), Error(await ImportAsync("type=documents&complete=true", """{"_key":"x"}""" + "\n{nonsense")));
        Assert.Equal(["a"], await KeysAsync());
        Assert.Equal([2], Counts(await ImportAsync("type=documents&complete=true", """{"_key":"x"}""" + "\n\n" + """{"_key":"y"}"""), "created"));
        Assert.Equal(["a", "x", "y"], await KeysAsync());
    }

    [Fact]
    public async Task What_was_there_goes_when_it_is_to_be_overwritten_unless_the_import_fails()
    {
        Assert.Equal((409, 1210L), Error(await ImportAsync("type=auto&overwrite=true&complete=true", """[{"_key":"x"},{"_key":"x"}]""")));
        Assert.Equal(["a"], await KeysAsync());
        Assert.Equal([1, 0], Counts(await ImportAsync("type=auto&overwrite=true", """  [{"_key":"z"}]"""), "created", "errors"));
        Assert.Equal(["z"], await KeysAsync());
    }

    [Fact]
    public async Task Each_complaint_names_the_place_and_what_stood_there()
    {
        var answer = await ImportAsync("type=documents&details=true", """{"_key":"b"}""" + "\n[1]\n{\"_key\":\n{\"_key\":\"no good\"}\n");
        Assert.Equal([1, 3, 0], Counts(answer, "created", "errors", "empty"));
        Assert.Equal(
            [
                "at position 2: invalid JSON type (expecting object), offending document: [1]",
                """at position 3: invalid JSON type (expecting object, probably parse error), offending context: {"_key":""",
                """at position 1: creating document failed with error 'illegal document key', offending document: {"_key":"no good"}""",
            ],
            answer.Body!["details"]!.AsArray().Select(static d => (string)d!));
        var rows = await ImportAsync("details=true&line=10", """["_key","n"]""" + "\n[\"r\",null]\n[\"s\"]\n7");
        Assert.Equal(
            ["at position 12: wrong number of JSON values (got 1, expected 2)", "at position 13: no valid JSON array data"],
            rows.Body!["details"]!.AsArray().Select(static d => (string)d!));
        Assert.False((await _server.GetAsync("/_api/document/products/r")).Body!.AsObject().ContainsKey("n"));
        Assert.Equal((400, 400L), Error(await ImportAsync("", "no array\n")));
        Assert.Equal((400, 400L), Error(await ImportAsync("", """["_key"]""")));
        Assert.Equal((400, 400L), Error(await ImportAsync("type=list", "{}")));
    }

    [Fact]
    public async Task Ends_of_edges_get_the_names_of_their_collections()
    {
        await PostAsync(_server, "/_api/collection", """{"name":"links","type":3}""");
        var path = "/_api/import?collection=links&type=documents&fromPrefix=a&toPrefix=b/";
        var answer = await PostAsync(_server, path, """{"_key":"1","_from":"x","_to":7}""" + "\n" + """{"_key":"2","_from":"c/x","_to":"y"}""");
        Assert.Equal([2], Counts(answer, "created"));
        var edges = (await _server.GetAsync("/_api/edges/links?vertex=b/7")).Body!["edges"]!;
        Assert.Equal(("1", "a/x"), ((string?)edges[0]!["_key"], (string?)edges[0]!["_from"]));
        Assert.Equal("c/x", (string?)(await _server.GetAsync("/_api/document/links/2")).Body!["_from"]);
    }

    private static IEnumerable<int> Counts(Answer answer, params string[] names) => names.Select(n => (int)answer.Body![n]!);

    private Task<Answer> ImportAsync(string query, string body) => PostAsync(_server, $"/_api/import?collection=products&{query}", body);

    private async Task<IEnumerable<string?>> KeysAsync() =>
        (await PostAsync(_server, "/_api/cursor", """{"query":"FOR d IN products SORT d._key RETURN d._key"}""")).Body!["result"]!.AsArray().Select(static k => (string?)k);
}
