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
    }

    [Fact]
    public async Task A_unique_index_that_documents_violate_is_a_bad_request_and_what_is_kept_survives_a_restart()
    {
        await PostAsync(_server, "/_api/document/products", """[{"_key":"a","n":1},{"_key":"b","n":1}]""");
        Assert.Equal((400, 1210L), Error(await PostAsync(_server, Root, """{"type":"persistent","fields":["n"],"unique":true}""")));
        Assert.Equal(201, (await PostAsync(_server, Root, """{"type":"persistent","fields":["m"],"unique":true,"sparse":true,"name":"byM"}""")).Status);
        Assert.Equal((400, 1005L), Error(await PostAsync(_server, Root, """{"type":"geo","fields":["m"],"name":"byM"}""")));
        Assert.Equal(501, (await PostAsync(_server, Root, """{"type":"mdi","fields":["x"],"fieldValueTypes":"double"}""")).Status);
        await _server.RestartAsync("--server.authentication", "false");
        Assert.Equal(202, (await PostAsync(_server, "/_api/document/products", """{"m":1}""")).Status);
        Assert.Equal((409, 1210L), Error(await PostAsync(_server, "/_api/document/products", """{"m":1.0}""")));
    }
}
