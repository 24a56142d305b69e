using System.Text;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Http.Garbage;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Sharding;

public sealed class AbandonedCreationTests
{
    [Fact]
    public async Task What_a_client_asked_for_and_did_not_wait_for_is_made_all_the_same_and_its_name_is_free_after_its_end()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync("--agency.supervision-grace-period", "120", "--agency.supervision-ok-threshold", "100");
        await cluster["db2"].SuspendAsync();
        using (var collection = await AskAsync(cluster, "/_api/collection", """{"name":"products","numberOfShards":2}"""))
        using (var database = await AskAsync(cluster, "/_api/database", """{"name":"shop"}"""))
        {
            await Requests.UntilAsync(() => PlanAsync(cluster), static a => a.Text.Contains("\"name\":\"products\"", StringComparison.Ordinal)
                && a.Text.Contains("\"name\":\"shop\"", StringComparison.Ordinal));
            collection.Reset();
            database.Reset();
        }

        // The server has heard of the resets when it answers what came later.
        Assert.Equal(404, (await cluster.GetAsync("coordinator", "/_api/collection/products")).Status);
        Assert.Equal(404, (await cluster.GetAsync("coordinator", "/_db/shop/_api/version")).Status);
        cluster["db2"].Signal(Signals.Continue);
        await Requests.UntilAsync(() => cluster.GetAsync("coordinator", "/_api/collection/products"), static a => a.Status == 200);
        await Requests.UntilAsync(() => cluster.GetAsync("coordinator", "/_db/shop/_api/version"), static a => a.Status == 200);
        Assert.Equal(200, (await cluster.GetAsync("coordinator", "/_db/shop/_api/collection/_graphs")).Status);
        Assert.DoesNotContain("isBuilding", (await PlanAsync(cluster)).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/collection/products", "")).Status);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/database/shop", "")).Status);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", """{"name":"products"}""")).Status);
        Assert.Equal(201, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/database", """{"name":"shop"}""")).Status);
    }

    private static Task<Answer> PlanAsync(TestCluster cluster) => cluster.SendAsync(
        HttpMethod.Post, "agent", "/_api/agency/read", """[["/arango/Plan/Collections","/arango/Plan/Databases"]]""");

    private static async Task<RawConnection> AskAsync(TestCluster cluster, string path, string body)
    {
        var connection = await RawConnection.OpenAsync(cluster.Port("coordinator"));
        await connection.TrySendAsync(
            $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: {cluster.Token}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return connection;
    }
}
