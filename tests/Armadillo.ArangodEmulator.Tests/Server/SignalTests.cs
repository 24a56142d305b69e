using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

public sealed class SignalTests
{
    [Theory]
    [InlineData(Signals.Terminate, "SIGTERM")]
    [InlineData(Signals.Interrupt, "SIGINT")]
    [InlineData(Signals.Quit, "SIGQUIT")]
    public async Task The_first_signal_ends_the_server_cleanly(int signal, string name)
    {
        await using var server = await SingleServer.ReadyAsync();
        server.Process.Signal(signal);
        var line = await server.Process.WaitForAsync("[b4133]");
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
        await server.Process.WaitForAsync("[4bcb9]");
        Assert.EndsWith("has been shut down", server.Process.Output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_signal_ends_it_at_once_with_1()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.shutdown-delay", "60000");
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForAsync("[b4133]");
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForAsync("FATAL [11ca3]");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task During_shutdown_every_request_is_refused()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.shutdown-delay", "8000", "--server.authentication", "false");
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForAsync("[b4133]");
        var answer = await server.GetAsync("/_api/version");
        Assert.Equal(503, answer.Status);
        Assert.Equal(30, answer.ErrorNum);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_signal_during_the_start_is_a_clean_end_too()
    {
        await using var server = SingleServer.Start("--emulator.ready-never");
        await server.Process.WaitForAsync("[6ea38]");
        server.Process.Signal(Signals.Terminate);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_server_that_ignores_the_signal_lives_on()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.ignore-sigterm", "--server.authentication", "false");
        server.Process.Signal(Signals.Terminate);
        server.Process.Signal(Signals.Terminate);
        Assert.Equal(200, (await server.GetAsync("/_api/version")).Status);
        Assert.False(server.Process.HasExited);
    }

    [Fact]
    public async Task A_hangup_opens_the_log_file_again()
    {
        using var scratch = new ScratchDirectory();
        var log = scratch.At("log");
        await using var server = await SingleServer.ReadyAsync("--log.output", "-", "--log.output", $"file://{log}");
        File.Move(log, log + ".1");
        server.Process.Signal(Signals.Hangup);
        await server.Process.WaitForAsync("[23db2]");
        Assert.Contains("[33eae]", await File.ReadAllTextAsync(log + ".1"), StringComparison.Ordinal);
        await Eventually.Async(async () => (await File.ReadAllTextAsync(log)).Contains("[23db2]", StringComparison.Ordinal));
    }
}
