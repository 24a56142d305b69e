using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Http;

public sealed class QueueTimeTests
{
    private const string Header = "x-arango-queue-time-seconds";

    [Fact]
    public async Task Who_wants_to_wait_less_than_the_queue_takes_is_told_so()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.queue-time", "250");
        var answer = await server.GetAsync("/_api/version");
        Assert.Equal("0.250000", answer.Headers.GetValues(Header).Single());
        var impatient = await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: (Header, "0.1"));
        Assert.Equal((412, 21004L), (impatient.Status, impatient.ErrorNum));
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: (Header, "2"))).Status);
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: (Header, "0"))).Status);
        Assert.Contains(
            "arangodb_scheduler_queue_time_violations_total{role=\"SINGLE\"} 1",
            await Requests.TextAsync(server.Port, "/_admin/metrics/v2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_knob_nobody_waits()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        var answer = await Requests.SendAsync(HttpMethod.Get, server.Port, "/_api/version", headers: (Header, "0.000001"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("0.000000", answer.Headers.GetValues(Header).Single());
        await server.RestartAsync("--server.authentication", "false", "--http.return-queue-time-header", "false");
        Assert.False((await server.GetAsync("/_api/version")).Headers.Contains(Header));
    }
}
