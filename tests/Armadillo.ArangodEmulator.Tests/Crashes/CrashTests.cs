using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Crashes;

public sealed class CrashTests
{
    [Theory]
    [InlineData(4, "SIGILL")]
    [InlineData(6, "SIGABRT")]
    [InlineData(7, "SIGBUS")]
    [InlineData(8, "SIGFPE")]
    [InlineData(11, "SIGSEGV")]
    public async Task A_signal_from_outside_ends_in_crash_lines_and_a_death_by_that_very_signal(int signal, string name)
    {
        await using var server = await SingleServer.ReadyAsync();
        server.Process.Signal(signal);
        Assert.Equal(signal, await server.Process.WaitForDeathAsync());
        var head = await server.Process.WaitForAsync("FATAL [a7902] {crash}");
        Assert.Contains($"caught unexpected signal {signal} ({name}) from pid {Environment.ProcessId} in state \"in wait\": signal handler invoked", head, StringComparison.Ordinal);
        await server.Process.WaitForAsync("INFO [ded81] {crash} available physical memory: ");
        await server.Process.WaitForAsync("INFO [308c3] {crash} frame  1 [");
    }

    [Fact]
    public async Task Debug_termination_writes_one_fatal_line_and_ends_by_SIGKILL()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.failure-tests");
        await CrashAsync(server, "");
        Assert.Equal(Signals.Kill, await server.Process.WaitForDeathAsync());
        await server.Process.WaitForAsync("FATAL [a7902] {crash}");
        Assert.DoesNotContain(server.Process.Output, static l => l.Contains("[308c3]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CRASH-HANDLER-TEST-ABORT", 6, "signal handler invoked")]
    [InlineData("CRASH-HANDLER-TEST-TERMINATE", 6, "handler for std::terminate() invoked without active exception")]
    [InlineData("CRASH-HANDLER-TEST-TERMINATE-ACTIVE", 6, "handler for std::terminate() invoked with an std::exception")]
    [InlineData("CRASH-HANDLER-TEST-SEGFAULT", 11, "signal handler invoked")]
    [InlineData("CRASH-HANDLER-TEST-ASSERT", 6, "assertion failed in ")]
    public async Task Each_manner_of_crash_has_its_line_and_without_the_hard_kill_its_signal(string manner, int signal, string text)
    {
        await using var server = await SingleServer.ReadyAsync(
            "--server.authentication", "false", "--emulator.failure-tests", "--emulator.crash-hard-kill", "false");
        await CrashAsync(server, $"\"{manner}\"");
        Assert.Equal(signal, await server.Process.WaitForDeathAsync());
        Assert.Contains(text, await server.Process.WaitForAsync("FATAL [a7902] {crash}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_leaves_a_directory_that_the_next_start_shows_and_deletes()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false");
        server.Process.Signal(11);
        await server.Process.WaitForDeathAsync();
        var directory = Assert.Single(Directory.GetDirectories(Path.Combine(server.DataDirectory, "crashes")));
        Assert.Equal(
            ["Activities.json", "ApiRecording.json", "AsyncRegistry.json", "backtrace.txt", "system_info.txt"],
            Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        await server.RestartAsync("--server.authentication", "false");
        var id = Path.GetFileName(directory);
        var list = (await server.GetAsync("/_admin/crashes")).Body!;
        Assert.Equal($$"""{"error":false,"code":200,"result":["{{id}}"]}""", list.ToJsonString());
        var shown = (await server.GetAsync($"/_admin/crashes/{id}")).Body!["result"]!;
        Assert.Contains("SIGSEGV", (string?)shown["files"]!["backtrace.txt"], StringComparison.Ordinal);
        Assert.Equal(200, (await Requests.SendAsync(HttpMethod.Delete, server.Port, $"/_admin/crashes/{id}")).Status);
        Assert.Equal(404, (await server.GetAsync($"/_admin/crashes/{id}")).Status);
    }

    [Fact]
    public async Task With_dumps_switched_off_nothing_is_kept_and_the_interface_answers_503()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--crash-handler.enable-dumps", "false");
        Assert.Equal(503, (await server.GetAsync("/_admin/crashes")).Status);
        server.Process.Signal(6);
        Assert.Equal(6, await server.Process.WaitForDeathAsync());
        Assert.False(Directory.Exists(Path.Combine(server.DataDirectory, "crashes")));
    }

    /// <summary>No answer comes: the connection breaks.</summary>
    private static Task<HttpRequestException> CrashAsync(SingleServer server, string body) => Assert.ThrowsAsync<HttpRequestException>(
        () => Requests.SendAsync(HttpMethod.Put, server.Port, "/_admin/debug/crash", body: body));
}
