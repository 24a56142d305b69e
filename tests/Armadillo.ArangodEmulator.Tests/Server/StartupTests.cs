using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

public sealed class StartupTests
{
    [Fact]
    public async Task The_port_opens_late()
    {
        await using var server = SingleServer.Start("--emulator.start-delay", "8000", "--server.authentication", "false");
        await server.Process.WaitForAsync("[a1c60]");
        await Assert.ThrowsAsync<HttpRequestException>(() => server.GetAsync("/_api/version"));
        await server.Process.WaitUntilReadyAsync();
        Assert.Equal(200, (await server.GetAsync("/_api/version")).Status);
    }

    [Fact]
    public async Task In_maintenance_mode_everything_is_unavailable_before_anybody_is_asked_who_he_is()
    {
        await using var server = SingleServer.Start("--emulator.ready-never");
        var answer = await Requests.UntilAsync(() => server.GetAsync("/_api/version"), static _ => true);
        Assert.Equal(503, answer.Status);
        Assert.Equal(503, answer.ErrorNum);
        Assert.Equal(503, (await server.GetAsync("/_admin/server/availability")).Status);
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Options, server.Port, "/_api/version")).Status);
    }

    [Fact]
    public async Task With_early_connections_only_servers_may_probe_during_the_start()
    {
        using var scratch = new ScratchDirectory();
        var secret = scratch.Write("secret", "abc");
        await using var server = SingleServer.Start(
            "--server.early-connections", "true", "--emulator.start-delay", "30000", "--server.jwt-secret-keyfile", secret);
        var token = Tokens.Superuser("abc");
        var version = await Requests.UntilAsync(() => server.GetAsync("/_api/version", token), static _ => true);
        Assert.Equal(200, version.Status);
        Assert.Equal(200, (await server.GetAsync("/_admin/status", token)).Status);
        Assert.Equal(503, (await server.GetAsync("/_admin/server/role", token)).Status);
        Assert.Equal(401, (await server.GetAsync("/_api/version")).Status);
        Assert.Equal(503, (await server.GetAsync("/_api/version", Requests.Basic("root", ""))).Status);
    }

    [Fact]
    public async Task With_early_connections_the_probes_are_answered_in_maintenance_mode()
    {
        await using var server = SingleServer.Start(
            "--server.early-connections", "true", "--emulator.ready-never", "--server.authentication", "false");
        await server.Process.WaitForAsync("[6ea38]");
        var status = await Requests.UntilAsync(
            () => server.GetAsync("/_admin/status"), static a => (bool?)a.Body?["serverInfo"]?["maintenance"] == true);
        Assert.Equal(200, status.Status);
        Assert.Equal(503, (await server.GetAsync("/_api/engine")).Status);
    }
}
