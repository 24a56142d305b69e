using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

public sealed class SoftShutdownTests
{
    [Fact]
    public async Task A_coordinator_waits_for_its_jobs_to_end_and_to_be_fetched_and_takes_no_new_ones()
    {
        await using var cluster = new TestCluster();
        await cluster.StartAllAsync();
        var port = cluster.Port("coordinator");
        var clear = (await cluster.GetAsync("coordinator", "/_admin/shutdown")).Body!;
        Assert.Equal((false, true), ((bool)clear["softShutdownOngoing"]!, (bool)clear["allClear"]!));

        var accepted = await Requests.SendAsync(HttpMethod.Get, port, "/_api/version", cluster.Token, headers: ("x-arango-async", "store"));
        var id = accepted.Headers.GetValues("x-arango-async-id").Single();
        await Requests.UntilAsync(() => cluster.GetAsync("coordinator", $"/_api/job/{id}"), static a => a.Status == 200);
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Delete, port, "/_admin/shutdown?soft=true", cluster.Token)).Status);
        await cluster["coordinator"].WaitForAsync("[fedd2]");

        // It has looked and found that somebody still wants his answer.
        Assert.Contains("\"doneJobs\":1", await cluster["coordinator"].WaitForAsync("[ffeec]"), StringComparison.Ordinal);
        var progress = (await cluster.GetAsync("coordinator", "/_admin/shutdown")).Body!;
        Assert.Equal((true, false), ((bool)progress["softShutdownOngoing"]!, (bool)progress["allClear"]!));
        Assert.Equal((0, 1), ((int)progress["pendingJobs"]!, (int)progress["doneJobs"]!));

        var refused = await Requests.SendAsync(HttpMethod.Get, port, "/_api/version", cluster.Token, headers: ("x-arango-async", "store"));
        Assert.Equal((503, 21003L), (refused.Status, refused.ErrorNum));
        Assert.Equal(202, (await Requests.SendAsync(
            HttpMethod.Get, port, "/_api/version", cluster.Token, headers: ("x-arango-async", "true"))).Status);

        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Put, port, $"/_api/job/{id}", cluster.Token)).Status);
        await cluster["coordinator"].WaitForAsync("[ffeed]");
        Assert.Equal(0, await cluster["coordinator"].WaitForExitAsync());
    }
}
