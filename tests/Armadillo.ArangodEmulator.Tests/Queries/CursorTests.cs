using Armadillo.ArangodEmulator.Tests.Databases;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Queries;

public sealed class CursorTests : IAsyncLifetime
{
    private const string Path = "/_api/cursor";

    private SingleServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(_server, "/_api/collection", """{"name":"products"}""");
        await PostAsync(_server, "/_api/document/products", """[{"_key":"a","x":3,"t":"u"},{"_key":"b","x":1,"t":"v"},{"_key":"c","x":2,"t":"u"}]""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("RETURN 1", "[1]")]
    [InlineData("RETURN { a: [1, 'b', null], c: 1 + 2 * 3 }", """[{"a":[1,"b",null],"c":7}]""")]
    [InlineData("FOR d IN products SORT d.x RETURN d._key", """["b","c","a"]""")]
    [InlineData("for d in products filter d.t == \"u\" sort d.x desc return d.x", "[3,2]")]
    [InlineData("FOR d IN products FILTER d.x >= 2 && d.t != 'v' FILTER d.missing == null SORT d.t, d._key LIMIT 1, 1 RETURN d._key", """["c"]""")]
    [InlineData("FOR i IN 1..5 FILTER i IN [2, 4, 9] RETURN i", "[2,4]")]
    [InlineData("FOR d IN products LET y = d.x * 2 FILTER y > 2 LET z = y + 1 SORT z RETURN [d._key, y, z]", """[["c",4,5],["a",6,7]]""")]
    [InlineData("LET a = 1 LET b = a + 1 RETURN b", "[2]")]
    [InlineData("FOR i IN [3, 'x', null, true] SORT i RETURN i", """[null,true,3,"x"]""")]
    public async Task Simple_queries_give_what_AQL_gives(string query, string rows)
    {
        var answer = await QueryAsync(query);
        Assert.Equal(201, answer.Status);
        Assert.Equal(rows, answer.Body!["result"]!.ToJsonString());
    }

    [Fact]
    public async Task Bind_variables_stand_for_values_and_collections()
    {
        var body = """{"query":"FOR d IN @@c FILTER d.x == @v RETURN d[@name]","bindVars":{"@c":"products","v":1,"name":"_key"}}""";
        Assert.Equal("""["b"]""", (await PostAsync(_server, Path, body)).Body!["result"]!.ToJsonString());
        Assert.Equal((400, 1551L), Error(await QueryAsync("RETURN @missing")));
    }

    [Fact]
    public async Task Documents_are_inserted_updated_replaced_and_removed_by_queries()
    {
        Assert.Equal("""["n"]""", await RowsAsync("INSERT { _key: 'n', x: 9 } INTO products RETURN NEW._key"));
        Assert.Equal("[10]", await RowsAsync("FOR d IN products FILTER d._key == 'n' UPDATE d WITH { x: d.x + 1 } IN products RETURN NEW.x"));
        Assert.Equal("[10]", await RowsAsync("UPDATE 'n' WITH { y: 1 } IN products RETURN OLD.x"));
        await QueryAsync("REPLACE 'n' WITH { z: 1 } IN products");
        Assert.Equal("[null]", await RowsAsync("FOR d IN products FILTER d._key == 'n' RETURN d.x"));
        var removed = await QueryAsync("FOR d IN products REMOVE d IN products");
        Assert.Equal(4, (int?)removed.Body!["extra"]!["stats"]!["writesExecuted"]);
        Assert.Equal("[]", await RowsAsync("FOR d IN products RETURN d"));
        Assert.Equal((404, 1202L), Error(await QueryAsync("REMOVE 'n' IN products")));
    }

    [Fact]
    public async Task Batches_come_with_the_recorded_answers_until_there_are_no_more()
    {
        RecordedAnswer.Check("cursor-single", await PostAsync(_server, Path, """{"query":"FOR p IN products LIMIT 2 RETURN p","count":true,"batchSize":2}"""));
        var full = """{"query":"FOR i IN 1..1000 FILTER i > 500 LIMIT 10 RETURN i","count":true,"options":{"fullCount":true}}""";
        var counted = await PostAsync(_server, Path, full);
        RecordedAnswer.Check("cursor-fullcount", counted);
        Assert.Equal(500, (int?)counted.Body!["extra"]!["stats"]!["fullCount"]);

        var first = await PostAsync(_server, Path, """{"query":"FOR i IN 1..5 RETURN i","count":true,"batchSize":2}""");
        var id = (string?)first.Body!["id"];
        RecordedAnswer.Check("cursor-more", await PostAsync(_server, $"{Path}/{id}", ""));
        var last = await PostAsync(_server, $"{Path}/{id}", "");
        Assert.Equal("[5]", last.Body!["result"]!.ToJsonString());
        Assert.False((bool?)last.Body["hasMore"]);
        RecordedAnswer.Check("cursor-unknown", await PostAsync(_server, $"{Path}/{id}", ""));
    }

    [Fact]
    public async Task A_cursor_that_is_deleted_is_gone()
    {
        var id = (string?)(await PostAsync(_server, Path, """{"query":"FOR i IN 1..5 RETURN i","batchSize":2}""")).Body!["id"];
        var deleted = await Requests.SendAsync(HttpMethod.Delete, _server.Port, $"{Path}/{id}");
        Assert.Equal((202, $$"""{"id":"{{id}}","error":false,"code":202}"""), (deleted.Status, deleted.Body!.ToJsonString()));
        Assert.Equal((404, 1600L), Error(await PostAsync(_server, $"{Path}/{id}", "")));
    }

    [Fact]
    public async Task A_query_that_would_hold_more_than_it_may_is_refused_and_the_others_tell_what_they_have_held()
    {
        const string Many = "FOR i IN 1..5000 LET t = 'a text of some length' RETURN t";
        Assert.Equal((500, 32L), Error(await LimitedAsync(Many, 100_000)));
        Assert.Equal((500, 32L), Error(await LimitedAsync(Many, 1)));
        Assert.Equal(201, (await LimitedAsync(Many, 0)).Status);
        Assert.Equal(201, (await LimitedAsync("FOR d IN products RETURN d", 1)).Status);
        var peak = (long)(await LimitedAsync(Many, 10_000_000)).Body!["extra"]!["stats"]!["peakMemoryUsage"]!;
        Assert.Equal((0, true), (peak % 32768, peak > 100_000));
    }

    [Theory]
    [InlineData("FOR d IN products COLLECT t = d.t RETURN t")]
    [InlineData("RETURN LENGTH(products)")]
    [InlineData("FOR a IN products FOR b IN products RETURN 1")]
    public async Task What_is_beyond_the_emulator_is_refused_by_name(string query)
    {
        var answer = await QueryAsync(query);
        Assert.Equal(501, answer.Status);
        Assert.Contains("Armadillo.ArangodEmulator", (string?)answer.Body!["errorMessage"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_query_and_an_unknown_collection_are_errors()
    {
        RecordedAnswer.Check("cursor-empty", await PostAsync(_server, Path, ""));
        Assert.Equal((404, 1203L), Error(await QueryAsync("FOR d IN nowhere RETURN d")));
    }

    private Task<Answer> QueryAsync(string query) =>
        PostAsync(_server, Path, new System.Text.Json.Nodes.JsonObject { ["query"] = query }.ToJsonString());

    private Task<Answer> LimitedAsync(string query, long limit) =>
        PostAsync(_server, Path, new System.Text.Json.Nodes.JsonObject { ["query"] = query, ["memoryLimit"] = limit }.ToJsonString());

    private async Task<string> RowsAsync(string query) => (await QueryAsync(query)).Body!["result"]!.ToJsonString();
}
