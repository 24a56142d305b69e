using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Cluster;

public sealed class ForwardingTests
{
    private const string ForwardedTo = "x-arango-request-forwarded-to";

    [Fact]
    public async Task Jobs_and_cursors_of_one_coordinator_are_reached_through_the_other_one_with_the_rights_of_the_client()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster.StartCoordinator("other").WaitUntilReadyAsync();
        var (first, other, root) = (cluster.Port("coordinator"), cluster.Port("other"), Requests.Basic("root", ""));

        var started = await Requests.SendAsync(HttpMethod.Get, first, "/_api/version", root, null, ("x-arango-async", "store"));
        var job = started.Headers.GetValues("x-arango-async-id").Single();
        await Requests.UntilAsync(() => Requests.GetAsync(other, $"/_api/job/{job}", root), static a => a.Status == 200);
        await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/user", """{"user":"ann"}""");
        await Requests.UntilAsync(
            () => Requests.GetAsync(other, "/_db/_system/_api/user/ann", Requests.Basic("ann", "")), static a => a.Status == 200);
        await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_api/user/ann/database/_system", """{"grant":"ro"}""");
        await Requests.UntilAsync(
            () => Requests.GetAsync(other, "/_api/version", Requests.Basic("ann", "")), static a => a.Status == 200);
        Assert.Equal(404, (await Requests.SendAsync(HttpMethod.Put, other, $"/_api/job/{job}", Requests.Basic("ann", ""))).Status);
        var fetched = await Requests.SendAsync(HttpMethod.Put, other, $"/_api/job/{job}", root);
        Assert.Equal((200, "arango"), (fetched.Status, (string?)fetched.Body!["server"]));
        Assert.Equal(job, fetched.Headers.GetValues("x-arango-async-id").Single());
        Assert.Equal(cluster.IdOf("coordinator"), fetched.Headers.GetValues(ForwardedTo).Single());
        Assert.Equal(404, (await Requests.GetAsync(first, $"/_api/job/{job}", root)).Status);

        var opened = await Requests.SendAsync(HttpMethod.Post, other, "/_api/cursor", root, """{"query":"FOR x IN [1,2,3] RETURN x","batchSize":2}""");
        var next = await Requests.SendAsync(HttpMethod.Post, first, $"/_api/cursor/{(string?)opened.Body!["id"]}", root);
        Assert.Equal("[3]", next.Body!["result"]!.ToJsonString());
        Assert.Equal(cluster.IdOf("other"), next.Headers.GetValues(ForwardedTo).Single());
        Assert.False((await Requests.SendAsync(HttpMethod.Get, first, "/_api/version", root)).Headers.Contains(ForwardedTo));
        Assert.Contains(
            "arangodb_network_forwarded_requests_total{role=\"COORDINATOR\"} 1\n", await Requests.TextAsync(first, "/_admin/metrics/v2", root), StringComparison.Ordinal);
        Assert.Equal(404, (await Requests.GetAsync(first, "/_api/job/1", root)).Status);
    }
}
