using System.Diagnostics;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

public sealed class ShutdownRouteTests
{
    [Fact]
    public async Task The_answer_comes_at_once_and_the_end_two_seconds_later()
    {
        await using var server = await SingleServer.ReadyAsync();
        var watch = Stopwatch.StartNew();
        var answer = await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_admin/shutdown", Requests.Basic("root", ""));
        Assert.Equal(200, answer.Status);
        Assert.Equal("OK", (string?)answer.Body);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1.9), $"ended after {watch.Elapsed}");
        await server.Process.WaitForAsync("[4bcb9]");
    }

    [Fact]
    public async Task Soft_shutdown_is_for_coordinators_only()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        Assert.Equal(501, (await Requests.SendAsync(HttpMethod.Delete, server.Port, "/_admin/shutdown?soft=true")).Status);
        Assert.Equal(405, (await server.GetAsync("/_admin/shutdown")).Status);
    }
}
