using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Users;

public sealed class ClusterUserTests
{
    [Fact]
    public async Task A_user_that_one_coordinator_makes_may_do_with_another_what_was_granted_and_no_more()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        await cluster.StartCoordinator("second").WaitUntilReadyAsync();
        var before = (int?)await cluster.ReadAgencyAsync("arango", "Sync", "UserVersion");
        Assert.Equal(200, (await Requests.GetAsync(cluster.Port("second"), "/_api/user/root", Requests.Basic("root", ""))).Status);
        Assert.Equal(201, (await PostAsync(cluster, "/_api/database", """{"name":"shop"}""")).Status);
        Assert.Equal(201, (await PostAsync(cluster, "/_api/user", """{"user":"eve","passwd":"secret"}""")).Status);
        Assert.Equal(409, (await PostAsync(cluster, "/_api/user", """{"user":"eve","passwd":"other"}""")).Status);
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "coordinator", "/_api/user/eve/database/shop", """{"grant":"ro"}""")).Status);
        Assert.Equal(before + 2, (int?)await cluster.ReadAgencyAsync("arango", "Sync", "UserVersion"));

        var port = cluster.Port("second");
        var entered = await Requests.UntilAsync(
            () => Requests.SendAsync(HttpMethod.Post, port, "/_open/auth", null, """{"username":"eve","password":"secret"}"""), static a => a.Status == 200);
        var token = $"bearer {(string?)entered.Body!["jwt"]}";
        var shown = await Requests.UntilAsync(() => Requests.GetAsync(port, "/_api/database/user", token), static a => a.Status == 401);
        Assert.Equal(11, shown.ErrorNum);
        Assert.Equal(200, (await Requests.GetAsync(port, "/_db/shop/_api/collection", token)).Status);
        var forbidden = await Requests.SendAsync(HttpMethod.Post, port, "/_db/shop/_api/collection", token, """{"name":"c"}""");
        Assert.Equal((403, 11L), (forbidden.Status, forbidden.ErrorNum));

        Assert.Equal(202, (await cluster.SendAsync(HttpMethod.Delete, "coordinator", "/_api/user/eve", "")).Status);
        await Requests.UntilAsync(() => Requests.GetAsync(port, "/_db/shop/_api/collection", token), static a => a.Status == 401);
        Assert.Equal(404, (await Requests.GetAsync(port, "/_api/user/eve", cluster.Token)).Status);
    }

    private static Task<Answer> PostAsync(TestCluster cluster, string path, string body) =>
        cluster.SendAsync(HttpMethod.Post, "coordinator", path, body);
}
