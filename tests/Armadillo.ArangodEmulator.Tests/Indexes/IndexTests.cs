using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Indexes;

public sealed class IndexTests : IAsyncLifetime
{
    private const string Root = "/_api/index?collection=products";

    private SingleServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SingleServer.ReadyAsync("--server.authentication", "false", "--ttl.frequency", "100");
        await PostAsync(_server, "/_api/collection", """{"name":"products"}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Documents_whose_time_is_over_go_and_the_others_stay()
    {
        await PostAsync(
            _server, "/_api/document/products",
            """[{"_key":"old","at":1},{"_key":"dated","at":"2001-02-03T04:05:06Z"},{"_key":"new","at":99999999999},{"_key":"none"},{"_key":"odd","at":"soon"}]""");
        var created = await PostAsync(_server, Root, """{"type":"ttl","fields":["at"],"expireAfter":60}""");
        Assert.Equal((201, true, 60), (created.Status, (bool?)created.Body!["sparse"], (int?)created.Body["expireAfter"]));
        Assert.Equal((400, 10L), Error(await PostAsync(_server, Root, """{"type":"ttl","fields":["other"],"expireAfter":0}""")));
        Assert.Equal((400, 10L), Error(await PostAsync(_server, Root, """{"type":"ttl","fields":["at"]}""")));
        await Requests.UntilAsync(
            () => PostAsync(_server, "/_api/cursor", """{"query":"FOR d IN products SORT d._key RETURN d._key"}"""),
            static a => a.Body!["result"]!.ToJsonString() == """["new","none","odd"]""");
        var statistics = await Requests.UntilAsync(
            () => _server.GetAsync("/_api/ttl/statistics"), static a => (int?)a.Body!["result"]!["documentsRemoved"] == 2);
        Assert.Equal((true, 0), ((long)statistics.Body!["result"]!["runs"]! > 0, (int)statistics.Body["result"]!["limitReached"]!));
        Assert.Equal(
            """{"frequency":100,"maxTotalRemoves":1000000,"maxCollectionRemoves":100000,"onlyLoadedCollections":false,"active":true}""",
            (await _server.GetAsync("/_api/ttl/properties")).Body!["result"]!.ToJsonString());
        Assert.Equal((400, 400L), Error(await _server.GetAsync("/_api/ttl")));
    }

    [Fact]
    public async Task A_unique_index_that_documents_violate_is_a_bad_request_and_what_is_kept_survives_a_restart()
    {
        await PostAsync(_server, "/_api/document/products", """[{"_key":"a","n":1},{"_key":"b","n":1}]""");
        Assert.Equal((400, 1210L), Error(await PostAsync(_server, Root, """{"type":"persistent","fields":["n"],"unique":true}""")));
        Assert.Equal(201, (await PostAsync(_server, Root, """{"type":"persistent","fields":["m"],"unique":true,"sparse":true,"name":"byM"}""")).Status);
        Assert.Equal((400, 1005L), Error(await PostAsync(_server, Root, """{"type":"geo","fields":["m"],"name":"byM"}""")));
        Assert.Equal(501, (await PostAsync(_server, Root, """{"type":"inverted","fields":["x"]}""")).Status);
        await _server.RestartAsync("--server.authentication", "false");
        Assert.Equal(202, (await PostAsync(_server, "/_api/document/products", """{"m":1}""")).Status);
        Assert.Equal((409, 1210L), Error(await PostAsync(_server, "/_api/document/products", """{"m":1.0}""")));
    }

    [Fact]
    public async Task A_multi_dimensional_index_takes_numbers_alone_unless_it_is_sparse()
    {
        const string Documents = "/_api/document/products";
        await PostAsync(_server, Documents, """[{"_key":"a","x":1,"y":2.5,"t":"u"}]""");
        Assert.Equal(201, (await PostAsync(_server, Root, """{"type":"mdi","fields":["x","y"],"fieldValueTypes":"double","storedValues":["x"]}""")).Status);
        Assert.Equal((400, 1561L), Error(await PostAsync(_server, Documents, """{"x":1,"y":"two"}""")));
        Assert.Equal((400, 1561L), Error(await PostAsync(_server, Documents, """{"x":1}""")));
        Assert.Equal((400, 1561L), Error(await Requests.SendAsync(HttpMethod.Patch, _server.Port, $"{Documents}/a", null, """{"y":null}""")));
        Assert.Equal(
            (400, 1561L), Error(await PostAsync(_server, "/_api/cursor", """{"query":"INSERT { x: 'one', y: 1 } INTO products"}""")));
        Assert.Equal(202, (await PostAsync(_server, Documents, """{"_key":"b","x":-1,"y":1e300}""")).Status);
        Assert.Equal((400, 1561L), Error(await PostAsync(_server, Root, """{"type":"mdi","fields":["z"],"fieldValueTypes":"double"}""")));

        var prefixed = await PostAsync(
            _server, Root, """{"type":"mdi-prefixed","fields":["z"],"prefixFields":["t"],"fieldValueTypes":"double","sparse":true,"unique":true}""");
        Assert.Equal(
            ["estimates", "fieldValueTypes", "fields", "id", "isNewlyCreated", "name", "prefixFields", "selectivityEstimate", "sparse", "type", "unique",
                "code", "error"],
            prefixed.Body!.AsObject().Select(static x => x.Key));
        Assert.Equal(202, (await PostAsync(_server, Documents, """{"x":1,"y":1,"z":7,"t":"u"}""")).Status);
        Assert.Equal((409, 1210L), Error(await PostAsync(_server, Documents, """{"x":1,"y":1,"z":7.0,"t":"u"}""")));
        Assert.Equal(202, (await PostAsync(_server, Documents, """{"x":1,"y":1,"z":7}""")).Status);
        Assert.Equal(202, (await PostAsync(_server, Documents, """{"x":1,"y":1,"z":7}""")).Status);
    }

    [Theory]
    [InlineData("""{"type":"mdi","fields":["x"]}""")]
    [InlineData("""{"type":"mdi","fields":["x"],"fieldValueTypes":"int"}""")]
    [InlineData("""{"type":"mdi","fields":["x"],"fieldValueTypes":"double","prefixFields":["t"]}""")]
    [InlineData("""{"type":"mdi-prefixed","fields":["x"],"fieldValueTypes":"double"}""")]
    [InlineData("""{"type":"mdi-prefixed","fields":["x"],"fieldValueTypes":"double","prefixFields":["t"],"storedValues":["t"]}""")]
    [InlineData("""{"type":"mdi","fields":["x"],"fieldValueTypes":"double","storedValues":"x"}""")]
    [InlineData("""{"type":"persistent","fields":["x","x"]}""")]
    [InlineData("""{"type":"persistent","fields":["_id"]}""")]
    [InlineData("""{"type":"ttl","fields":["a.b"],"expireAfter":1}""")]
    public async Task An_index_that_cannot_be_is_a_bad_request(string definition) =>
        Assert.Equal((400, 10L), Error(await PostAsync(_server, Root, definition)));
}
