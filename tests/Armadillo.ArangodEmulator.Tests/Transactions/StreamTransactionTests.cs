using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Transactions;

public sealed class StreamTransactionTests : IAsyncLifetime
{
    private const string Documents = "/_api/document/products";
    private const string Root = "/_api/transaction";

    private SingleServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SingleServer.ReadyAsync("--server.authentication", "false");
        await PostAsync(_server, "/_api/collection", """{"name":"products"}""");
        await PostAsync(_server, "/_api/collection", """{"name":"others"}""");
        await PostAsync(_server, Documents, """[{"_key":"a","n":1},{"_key":"b","n":2}]""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_is_done_in_a_transaction_is_seen_in_it_alone_until_it_is_committed_and_survives_a_kill_then()
    {
        var id = await BeginAsync("""{"collections":{"write":"products"}}""");
        Assert.Equal(202, (await InAsync(id, HttpMethod.Post, Documents, """{"_key":"c","n":3}""")).Status);
        Assert.Equal(202, (await InAsync(id, HttpMethod.Delete, $"{Documents}/a", null)).Status);
        Assert.Equal(201, (await InAsync(id, HttpMethod.Post, "/_api/cursor", """{"query":"UPDATE 'b' WITH { n: 20 } IN products"}""")).Status);
        Assert.Equal("[3,20]", await NumbersAsync(id));
        Assert.Equal("[1,2]", await NumbersAsync(null));
        Assert.Equal((404, 1202L), Error(await InAsync(id, HttpMethod.Get, $"{Documents}/a", null)));
        Assert.Equal(200, (await _server.GetAsync($"{Documents}/a")).Status);
        Assert.Equal(id, (string?)(await _server.GetAsync(Root)).Body!["transactions"]![0]!["id"]);

        Assert.Equal("committed", await EndAsync(id, HttpMethod.Put));
        Assert.Equal("[3,20]", await NumbersAsync(null));
        Assert.Empty((await _server.GetAsync(Root)).Body!["transactions"]!.AsArray());
        Assert.Equal("committed", (string?)(await _server.GetAsync($"{Root}/{id}")).Body!["result"]!["status"]);
        Assert.Equal("committed", await EndAsync(id, HttpMethod.Put));
        Assert.Equal((400, 1653L), Error(await SendAsync(HttpMethod.Delete, $"{Root}/{id}", null)));
        Assert.Equal((404, 1655L), Error(await InAsync(id, HttpMethod.Get, $"{Documents}/b", null)));

        await _server.Process.KillAsync();
        await _server.RestartAsync("--server.authentication", "false");
        Assert.Equal("[3,20]", await NumbersAsync(null));
    }

    [Fact]
    public async Task An_aborted_transaction_leaves_nothing()
    {
        var id = await BeginAsync("""{"collections":{"write":["products"],"read":["others"]}}""");
        await InAsync(id, HttpMethod.Post, Documents, """{"_key":"c","n":3}""");
        await InAsync(id, HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN products REMOVE d IN products"}""");
        Assert.Equal("[]", await NumbersAsync(id));
        Assert.Equal((400, 1652L), Error(await InAsync(id, HttpMethod.Post, "/_api/document/others", "{}")));
        Assert.Equal("aborted", await EndAsync(id, HttpMethod.Delete));
        Assert.Equal("[1,2]", await NumbersAsync(null));
        Assert.Equal((400, 1653L), Error(await SendAsync(HttpMethod.Put, $"{Root}/{id}", null)));
        Assert.Equal((404, 1655L), Error(await SendAsync(HttpMethod.Put, $"{Root}/4711", null)));
        Assert.Equal((400, 10L), Error(await SendAsync(HttpMethod.Put, $"{Root}/nonsense", null)));
        Assert.Equal((404, 1203L), Error(await PostAsync(_server, $"{Root}/begin", """{"collections":{"write":"nobody"}}""")));
        Assert.Equal((400, 10L), Error(await PostAsync(_server, $"{Root}/begin", """{"collections":{},"lockTimeout":-1}""")));
        Assert.Equal((400, 10L), Error(await PostAsync(_server, $"{Root}/begin", "{}")));
    }

    [Fact]
    public async Task Two_writers_of_one_document_or_one_unique_value_are_a_conflict_for_the_second()
    {
        await PostAsync(_server, "/_api/index?collection=products", """{"type":"persistent","fields":["n"],"unique":true}""");
        var first = await BeginAsync("""{"collections":{"write":"products"}}""");
        var second = await BeginAsync("""{"collections":{"write":"products"}}""");
        await InAsync(first, HttpMethod.Patch, $"{Documents}/a", """{"n":10}""");
        Assert.Equal((409, 1200L), Error(await InAsync(second, HttpMethod.Patch, $"{Documents}/a", """{"n":11}""")));
        Assert.Equal((409, 1200L), Error(await InAsync(second, HttpMethod.Post, Documents, """{"n":10}""")));
        Assert.Equal((409, 1200L), Error(await SendAsync(HttpMethod.Delete, $"{Documents}/a", null)));
        Assert.Equal(202, (await SendAsync(HttpMethod.Patch, $"{Documents}/b", """{"m":1}""")).Status);

        // What is gone for the second is the state that it has seen.
        Assert.Equal("committed", await EndAsync(first, HttpMethod.Put));
        Assert.Equal((409, 1200L), Error(await InAsync(second, HttpMethod.Patch, $"{Documents}/a", """{"n":12}""")));
        Assert.Equal((409, 1200L), Error(await InAsync(second, HttpMethod.Patch, $"{Documents}/b", """{"m":2}""")));
        Assert.Equal(1, (int?)(await InAsync(second, HttpMethod.Get, $"{Documents}/a", null)).Body!["n"]);
        await EndAsync(second, HttpMethod.Delete);
        Assert.Equal("[2,10]", await NumbersAsync(null));
    }

    [Fact]
    public async Task Who_has_a_collection_for_himself_lets_others_read_and_makes_them_wait_to_write()
    {
        var id = await BeginAsync("""{"collections":{"exclusive":"products"}}""");
        Assert.Equal((500, 18L), Error(await PostAsync(_server, $"{Root}/begin", """{"collections":{"write":"products"},"lockTimeout":0.05}""")));
        Assert.Equal("[1,2]", await NumbersAsync(null));
        var insert = PostAsync(_server, Documents, """{"_key":"c","n":3}""");
        var query = PostAsync(_server, "/_api/cursor", """{"query":"INSERT { _key: 'd', n: 4 } INTO products"}""");
        var drop = SendAsync(HttpMethod.Put, "/_api/collection/products/truncate", null);
        await InAsync(id, HttpMethod.Patch, $"{Documents}/a", """{"n":5}""");
        Assert.False(insert.IsCompleted || query.IsCompleted || drop.IsCompleted);
        Assert.Equal("committed", await EndAsync(id, HttpMethod.Put));
        Assert.Equal(202, (await insert).Status);
        Assert.Equal(201, (await query).Status);
        Assert.Equal(200, (await drop).Status);
    }

    [Fact]
    public async Task A_transaction_that_nobody_uses_is_aborted_and_all_that_write_can_be_aborted_at_once()
    {
        await using var hasty = await SingleServer.ReadyAsync("--server.authentication", "false", "--transaction.streaming-idle-timeout", "0.3");
        await PostAsync(hasty, "/_api/collection", """{"name":"products"}""");
        var begun = await PostAsync(hasty, $"{Root}/begin", """{"collections":{"exclusive":"products"}}""");
        var expired = (string)begun.Body!["result"]!["id"]!;
        await Requests.UntilAsync(() => hasty.GetAsync($"{Root}/{expired}"), static a => (string?)a.Body!["result"]!["status"] == "aborted");
        Assert.Equal(202, (await PostAsync(hasty, Documents, "{}")).Status);

        var writes = await BeginAsync("""{"collections":{"write":"products"}}""");
        var reads = await BeginAsync("""{"collections":{"read":"products"}}""");
        Assert.Equal(200, (await SendAsync(HttpMethod.Delete, $"{Root}/write", null)).Status);
        Assert.Equal("aborted", (string?)(await _server.GetAsync($"{Root}/{writes}")).Body!["result"]!["status"]);
        Assert.Equal("running", (string?)(await _server.GetAsync($"{Root}/{reads}")).Body!["result"]!["status"]);
    }

    [Fact]
    public async Task A_collection_is_counted_and_emptied_as_its_transaction_sees_it()
    {
        const string Collection = "/_api/collection/products";
        var id = await BeginAsync("""{"collections":{"write":"products"}}""");
        await InAsync(id, HttpMethod.Post, Documents, """{"_key":"c","n":3}""");
        Assert.Equal(3, (int?)(await InAsync(id, HttpMethod.Get, $"{Collection}/count", null)).Body!["count"]);
        Assert.Equal(200, (await InAsync(id, HttpMethod.Put, $"{Collection}/truncate", "")).Status);
        Assert.Equal((0, 2), (await CountAsync(id), await CountAsync(null)));
        Assert.Equal((409, 1200L), Error(await SendAsync(HttpMethod.Patch, $"{Documents}/a", """{"n":9}""")));
        Assert.Equal("aborted", await EndAsync(id, HttpMethod.Delete));
        Assert.Equal(2, await CountAsync(null));

        var reader = await BeginAsync("""{"collections":{"read":"products"}}""");
        Assert.Equal((400, 1652L), Error(await InAsync(reader, HttpMethod.Put, $"{Collection}/truncate", "")));
        Assert.Equal(501, (await InAsync(reader, HttpMethod.Get, $"{Collection}/figures", null)).Status);
        Assert.Equal((404, 1655L), Error(await InAsync("4711", HttpMethod.Get, $"{Collection}/count", null)));
        var writer = await BeginAsync("""{"collections":{"write":"products"}}""");
        await InAsync(writer, HttpMethod.Put, $"{Collection}/truncate", "");
        Assert.Equal("committed", await EndAsync(writer, HttpMethod.Put));
        Assert.Equal((2, 0), (await CountAsync(reader), await CountAsync(null)));

        async Task<int> CountAsync(string? transaction) => (int)(transaction is null
            ? await _server.GetAsync($"{Collection}/count")
            : await InAsync(transaction, HttpMethod.Get, $"{Collection}/count", null)).Body!["count"]!;
    }

    [Fact]
    public async Task A_transaction_may_not_grow_beyond_its_size_and_keeps_what_it_has()
    {
        var id = await BeginAsync("""{"collections":{"write":"products"},"maxTransactionSize":200}""");
        Assert.Equal(202, (await InAsync(id, HttpMethod.Post, Documents, """{"_key":"c","n":3}""")).Status);
        var large = new JsonObject { ["_key"] = "d", ["text"] = new string('x', 200) }.ToJsonString();
        Assert.Equal((500, 32L), Error(await InAsync(id, HttpMethod.Post, Documents, large)));
        Assert.Equal((404, 1202L), Error(await InAsync(id, HttpMethod.Get, $"{Documents}/d", null)));
        Assert.Equal(202, (await SendAsync(HttpMethod.Post, Documents, large)).Status);
        Assert.Equal("committed", await EndAsync(id, HttpMethod.Put));
        Assert.Equal("[null,1,2,3]", await NumbersAsync(null));
    }

    [Fact]
    public async Task A_query_that_fails_has_changed_nothing()
    {
        Assert.Equal((409, 1210L), Error(await QueryAsync("FOR i IN ['x', 'y', 'a'] INSERT { _key: i, n: 9 } INTO products")));
        Assert.Equal("[1,2]", await NumbersAsync(null));
        var passed = await QueryAsync("FOR i IN ['x', 'a', 'y'] INSERT { _key: i, n: 9 } INTO products OPTIONS { ignoreErrors: true } RETURN NEW._key");
        Assert.Equal("""["x","y"]""", passed.Body!["result"]!.ToJsonString());
        Assert.Equal((2, 1), ((int?)passed.Body["extra"]!["stats"]!["writesExecuted"], (int?)passed.Body["extra"]!["stats"]!["writesIgnored"]));
        Assert.Equal(501, (await QueryAsync("INSERT {} INTO products OPTIONS { exclusive: true }")).Status);
    }

    private Task<Answer> QueryAsync(string query) => PostAsync(_server, "/_api/cursor", new JsonObject { ["query"] = query }.ToJsonString());

    private Task<Answer> SendAsync(HttpMethod method, string path, string? body) => Requests.SendAsync(method, _server.Port, path, null, body);

    private Task<Answer> InAsync(string id, HttpMethod method, string path, string? body) =>
        Requests.SendAsync(method, _server.Port, path, null, body, ("x-arango-trx-id", id));

    private async Task<string> BeginAsync(string body)
    {
        var answer = await PostAsync(_server, $"{Root}/begin", body);
        Assert.Equal((201, "running"), (answer.Status, (string?)answer.Body!["result"]!["status"]));
        return (string)answer.Body["result"]!["id"]!;
    }

    private async Task<string?> EndAsync(string id, HttpMethod how) => (string?)(await SendAsync(how, $"{Root}/{id}", null)).Body!["result"]!["status"];

    private async Task<string> NumbersAsync(string? id)
    {
        const string Query = """{"query":"FOR d IN products SORT d.n RETURN d.n"}""";
        return (await (id is null ? PostAsync(_server, "/_api/cursor", Query) : InAsync(id, HttpMethod.Post, "/_api/cursor", Query))).Body!["result"]!.ToJsonString();
    }
}
