using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Debugging;

public sealed class FailurePointTests
{
    private const string FailAt = "/_admin/debug/failat";

    [Fact]
    public async Task Without_the_option_there_is_no_debug_interface_and_the_version_says_so()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        Assert.Equal(404, (await server.GetAsync(FailAt)).Status);
        var details = (await server.GetAsync("/_api/version?details=true")).Body!["details"]!;
        Assert.Equal("false", (string?)details["failure-tests"]);
    }

    [Fact]
    public async Task Failure_points_are_set_listed_removed_and_cleared()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.failure-tests");
        var details = (await server.GetAsync("/_api/version?details=true")).Body!["details"]!;
        Assert.Equal("true", (string?)details["failure-tests"]);
        Assert.Equal("true", (string?)details["maintainer-mode"]);
        Assert.True((bool?)(await server.GetAsync(FailAt)).Body);

        Assert.True((bool?)(await SendAsync(server, HttpMethod.Put, $"{FailAt}/Some%3A%3Apoint")).Body);
        Assert.True((bool?)(await SendAsync(server, HttpMethod.Put, $"{FailAt}/other")).Body);
        await server.Process.WaitForAsync("WARNING [d8a5f] {general}");
        Assert.Equal(["Some::point", "other"], await ListAsync(server));

        Assert.True((bool?)(await SendAsync(server, HttpMethod.Delete, $"{FailAt}/Some%3A%3Apoint")).Body);
        Assert.Equal(["other"], await ListAsync(server));
        Assert.True((bool?)(await SendAsync(server, HttpMethod.Delete, FailAt)).Body);
        Assert.Empty(await ListAsync(server));
        Assert.True((bool?)(await SendAsync(server, HttpMethod.Delete, "/_admin/debug/raceControl")).Body);
        Assert.Equal(501, (await SendAsync(server, HttpMethod.Put, "/_admin/debug/nonsense")).Status);
    }

    [Fact]
    public async Task A_log_that_is_cut_off_writes_nothing_more_but_is_kept_in_memory()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.failure-tests", "true");
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/Logger::append");
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/while-silent");
        await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_admin/debug/failat/Logger::append");
        await Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/failat/heard-again");
        await server.Process.WaitForAsync("heard-again");
        Assert.DoesNotContain(server.Process.Output, static l => l.Contains("while-silent", StringComparison.Ordinal));
        Assert.Equal(1, (int)(await server.GetAsync("/_admin/log/entries?search=while-silent")).Body!["total"]!);
    }

    [Fact]
    public async Task A_full_queue_turns_every_request_away_until_the_point_is_removed()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.failure-tests");
        await SendAsync(server, HttpMethod.Put, $"{FailAt}/queueFull");
        var refused = await server.GetAsync("/_api/version");
        Assert.Equal((503, 21003), (refused.Status, refused.ErrorNum));
        await SendAsync(server, HttpMethod.Delete, $"{FailAt}/queueFull");
        Assert.Equal(200, (await server.GetAsync("/_api/version")).Status);
    }

    [Fact]
    public async Task A_dbserver_that_sends_no_heartbeats_becomes_failed_and_good_again_when_the_point_is_removed()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent", "--agency.supervision-ok-threshold", "1.5", "--agency.supervision-grace-period", "3");
        cluster.StartDbServer("db1", "--emulator.failure-tests");
        cluster.StartDbServer("db2");
        await cluster.StartCoordinator("coordinator").WaitUntilReadyAsync();
        var id = cluster.IdOf("db1");
        await cluster.WaitForHealthAsync(h => h[id] is { } r && (string?)r["Status"] == "GOOD");
        var point = $"{FailAt}/{Uri.EscapeDataString("HeartbeatThread::sendServerState")}";
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Put, "db1", point, "")).Status);
        await cluster.WaitForHealthAsync(h => (string?)h[id]!["Status"] == "FAILED");
        Assert.Equal(200, (await cluster.SendAsync(HttpMethod.Delete, "db1", point, "")).Status);
        await cluster.WaitForHealthAsync(h => (string?)h[id]!["Status"] == "GOOD");
    }

    [Fact]
    public async Task Without_retries_a_server_that_is_not_failed_is_refused_its_removal_at_once()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent");
        cluster.StartDbServer("db1");
        cluster.StartDbServer("db2");
        await cluster.StartCoordinator("coordinator", "--emulator.failure-tests").WaitUntilReadyAsync();
        var id = cluster.IdOf("db1");
        await cluster.WaitForHealthAsync(h => h[id] is { } r && (string?)r["Status"] == "GOOD");
        await cluster.SendAsync(HttpMethod.Put, "coordinator", $"{FailAt}/{Uri.EscapeDataString("removeServer::noRetry")}", "");
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(412, (await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_admin/cluster/removeServer", $"\"{id}\"")).Status);
        Assert.True(TimeProvider.System.GetElapsedTime(began).TotalSeconds < 45);
    }

    [Fact]
    public async Task During_the_start_failure_points_can_be_set_with_early_connections()
    {
        using var scratch = new ScratchDirectory();
        await using var server = SingleServer.Start(
            "--server.early-connections", "true", "--emulator.start-delay", "30000", "--emulator.failure-tests",
            "--server.jwt-secret-keyfile", scratch.Write("secret", "abc"));
        var token = Tokens.Superuser("abc");
        var answer = await Requests.UntilAsync(() => Requests.SendAsync(HttpMethod.Put, server.Port, $"{FailAt}/early", token), static _ => true);
        Assert.Equal(200, answer.Status);
        Assert.Equal(503, (await server.GetAsync("/_api/engine", token)).Status);
    }

    private static Task<Answer> SendAsync(SingleServer server, HttpMethod method, string path) =>
        Requests.SendAsync(method, server.Port, path);

    private static async Task<string[]> ListAsync(SingleServer server) =>
        [.. (await server.GetAsync($"{FailAt}/all")).Body!.AsArray().Select(static n => (string)n!)];
}
