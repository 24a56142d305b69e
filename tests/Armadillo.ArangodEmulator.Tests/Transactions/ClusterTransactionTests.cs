using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Sharding.ClusterCollectionTests;

namespace Armadillo.ArangodEmulator.Tests.Transactions;

public sealed class ClusterTransactionTests : IAsyncLifetime
{
    private const string Documents = "/_api/document/products";
    private const string Root = "/_api/transaction";

    private readonly TestCluster _cluster = new();

    public async Task InitializeAsync()
    {
        await _cluster.StartAllAsync();
        await SendAsync(HttpMethod.Post, "/_api/collection", """{"name":"products","numberOfShards":3,"replicationFactor":2}""");
        await SendAsync(HttpMethod.Post, Documents, """[{"_key":"a","n":1},{"_key":"b","n":2},{"_key":"c","n":3}]""");
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_transaction_over_several_shards_is_seen_in_itself_alone_and_reaches_all_copies_with_the_commit()
    {
        var id = await BeginAsync("""{"collections":{"write":"products"}}""");
        await InAsync(id, HttpMethod.Post, Documents, """[{"_key":"d","n":4},{"_key":"e","n":5},{"_key":"f","n":6}]""");
        await InAsync(id, HttpMethod.Delete, $"{Documents}/a", null);
        Assert.Equal(201, (await InAsync(id, HttpMethod.Post, "/_api/cursor", """{"query":"UPDATE 'b' WITH { n: 20 } IN products"}""")).Status);
        Assert.Equal("[3,4,5,6,20]", await NumbersAsync(id));
        Assert.Equal("[1,2,3]", await NumbersAsync(null));
        Assert.Equal(5, (int?)(await InAsync(id, HttpMethod.Get, "/_api/collection/products/count", null)).Body!["count"]);
        Assert.Equal(3, (int?)(await SendAsync(HttpMethod.Get, "/_api/collection/products/count", null)).Body!["count"]);
        Assert.Equal((409, 1200L), Error(await SendAsync(HttpMethod.Patch, $"{Documents}/b", """{"n":7}""")));
        Assert.Equal(id, (string?)(await SendAsync(HttpMethod.Get, Root, null)).Body!["transactions"]![0]!["id"]);
        Assert.Equal((1, false), await SoftShutdownAsync());

        // Another coordinator does not have it, and knows whom to ask.
        await _cluster.StartCoordinator("second").WaitUntilReadyAsync();
        Assert.Equal(id, (string?)(await _cluster.GetAsync("second", Root)).Body!["transactions"]![0]!["id"]);
        Assert.Equal("running", (string?)(await _cluster.GetAsync("second", $"{Root}/{id}")).Body!["result"]!["status"]);
        Assert.Equal((404, 1655L), Error(await _cluster.GetAsync("second", $"{Root}/4711")));
        Assert.Equal("committed", (string?)(await _cluster.SendAsync(HttpMethod.Put, "second", $"{Root}/{id}", "")).Body!["result"]!["status"]);
        Assert.Equal("committed", await EndAsync(id, HttpMethod.Put));
        Assert.Equal("[3,4,5,6,20]", await NumbersAsync(null));

        // Two copies on two servers: what was committed has reached both.
        var revisions = await InAsync(null, HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN products FILTER d.n > 3 RETURN d._rev"}""");
        foreach (var server in (string[])["db1", "db2"])
        {
            var journal = await File.ReadAllTextAsync(Path.Combine(_cluster.DirectoryOf(server), "emulator-journal"));
            Assert.All(revisions.Body!["result"]!.AsArray(), r => Assert.Contains($"\"{r}\"", journal, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_aborted_transaction_a_failed_query_and_a_failed_import_leave_nothing_on_any_shard()
    {
        var id = await BeginAsync("""{"collections":{"exclusive":"products"}}""");
        await InAsync(id, HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN products REMOVE d IN products"}""");
        Assert.Equal((500, 18L), Error(await SendAsync(HttpMethod.Post, $"{Root}/begin", """{"collections":{"write":"products"},"lockTimeout":0.05}""")));
        Assert.Equal("aborted", await EndAsync(id, HttpMethod.Delete));
        Assert.Equal("[1,2,3]", await NumbersAsync(null));
        Assert.Equal((400, 1653L), Error(await SendAsync(HttpMethod.Put, $"{Root}/{id}", null)));
        Assert.Equal((404, 1655L), Error(await InAsync(id, HttpMethod.Get, $"{Documents}/a", null)));

        var query = """{"query":"FOR i IN ['u', 'v', 'w', 'x', 'y', 'z', 'a'] INSERT { _key: i, n: 9 } INTO products"}""";
        Assert.Equal((409, 1210L), Error(await SendAsync(HttpMethod.Post, "/_api/cursor", query)));
        var import = """[{"_key":"u"},{"_key":"v"},{"_key":"w"},{"_key":"x"},{"_key":"b"}]""";
        Assert.Equal((409, 1210L), Error(await SendAsync(HttpMethod.Post, "/_api/import?collection=products&type=list&complete=true", import)));
        Assert.Equal("[1,2,3]", await NumbersAsync(null));
        var imported = await SendAsync(HttpMethod.Post, "/_api/import?collection=products&type=list&onDuplicate=update", """[{"_key":"a","n":0},{"_key":"d","n":4}]""");
        Assert.Equal((1, 1), ((int?)imported.Body!["created"], (int?)imported.Body["updated"]));
        Assert.Equal("[0,2,3,4]", await NumbersAsync(null));
    }

    private async Task<(int Transactions, bool AllClear)> SoftShutdownAsync()
    {
        var progress = (await SendAsync(HttpMethod.Get, "/_admin/shutdown", null)).Body!;
        return ((int)progress["transactions"]!, (bool)progress["allClear"]!);
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, string? body) => InAsync(null, method, path, body);

    private Task<Answer> InAsync(string? id, HttpMethod method, string path, string? body) => Requests.SendAsync(
        method, _cluster.Port("coordinator"), path, _cluster.Token, body, id is null ? [] : [("x-arango-trx-id", id)]);

    private async Task<string> BeginAsync(string body)
    {
        var answer = await SendAsync(HttpMethod.Post, $"{Root}/begin", body);
        Assert.True(answer.Status == 201, answer.Text);
        return (string)answer.Body!["result"]!["id"]!;
    }

    private async Task<string?> EndAsync(string id, HttpMethod how)
    {
        var answer = await SendAsync(how, $"{Root}/{id}", null);
        Assert.True(answer.Status == 200, answer.Text);
        return (string?)answer.Body!["result"]!["status"];
    }

    private async Task<string> NumbersAsync(string? id)
    {
        var answer = await InAsync(id, HttpMethod.Post, "/_api/cursor", """{"query":"FOR d IN products SORT d.n RETURN d.n"}""");
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Body!["result"]!.ToJsonString();
    }
}
