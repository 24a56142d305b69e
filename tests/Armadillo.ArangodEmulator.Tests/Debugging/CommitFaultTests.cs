using Armadillo.ArangodEmulator.Tests.Cluster;
using Armadillo.ArangodEmulator.Tests.Processes;
using static Armadillo.ArangodEmulator.Tests.Databases.DatabaseTests;

namespace Armadillo.ArangodEmulator.Tests.Debugging;

public sealed class CommitFaultTests
{
    private const int SegmentationFault = 11;
    private const string Documents = "/_api/document/products";

    private static readonly string[] _options = ["--server.authentication", "false", "--emulator.failure-tests", "true"];

    [Theory]
    [InlineData("FailBeforeIntermediateCommit", 404)]
    [InlineData("FailAfterAllCommits", 200)]
    public async Task A_write_fails_and_is_kept_or_not_as_the_name_of_the_point_says(string point, int afterwards)
    {
        await using var server = await StartAsync(point);
        Assert.Equal((500, 22L), Error(await PostAsync(server, Documents, """{"_key":"a"}""")));
        Assert.Equal(afterwards, (await server.GetAsync($"{Documents}/a")).Status);
        await server.RestartAsync(_options);
        Assert.Equal(afterwards, (await server.GetAsync($"{Documents}/a")).Status);
    }

    [Theory]
    [InlineData("SegfaultBeforeIntermediateCommit", 404)]
    [InlineData("SegfaultAfterAllCommits", 200)]
    public async Task The_server_dies_by_the_signal_before_or_after_the_write_is_kept(string point, int afterwards)
    {
        await using var server = await StartAsync(point);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(server, Documents, """{"_key":"a"}"""));
        Assert.Equal(SegmentationFault, await server.Process.WaitForDeathAsync());
        await server.Process.WaitForAsync("caught unexpected signal 11 (SIGSEGV)");
        await server.RestartAsync(_options);
        Assert.Equal(afterwards, (await server.GetAsync($"{Documents}/a")).Status);
    }

    [Fact]
    public async Task A_leader_that_dies_after_the_commit_has_the_document_on_all_copies_when_it_is_back()
    {
        await using var cluster = new TestCluster();
        cluster.StartAgent("agent");
        cluster.StartDbServer("db1", "--emulator.failure-tests", "true");
        cluster.StartDbServer("db2", "--emulator.failure-tests", "true");
        await cluster.StartCoordinator("coordinator").WaitUntilReadyAsync();
        await cluster.SendAsync(HttpMethod.Post, "coordinator", "/_api/collection", """{"name":"products","replicationFactor":2}""");
        var shards = (await cluster.GetAsync("coordinator", "/_api/collection/products/shards?details=true")).Body!["shards"]!.AsObject();
        var leader = cluster.NameOf((string)shards.First().Value![0]!);
        await cluster.SendAsync(HttpMethod.Put, leader, "/_admin/debug/failat/SegfaultAfterAllCommits", "");
        var lost = await cluster.SendAsync(HttpMethod.Post, "coordinator", Documents, """{"_key":"a"}""");
        Assert.Equal((503, 1465L), Error(lost));
        Assert.Equal(SegmentationFault, await cluster[leader].WaitForDeathAsync());
        await cluster.StartDbServer(leader).WaitUntilReadyAsync();
        Assert.Equal(200, (await cluster.GetAsync("coordinator", $"{Documents}/a")).Status);
    }

    private static async Task<SingleServer> StartAsync(string point)
    {
        var server = await SingleServer.ReadyAsync(_options);
        await PostAsync(server, "/_api/collection", """{"name":"products"}""");
        await Requests.SendAsync(HttpMethod.Put, server.Port, $"/_admin/debug/failat/{point}");
        return server;
    }
}
