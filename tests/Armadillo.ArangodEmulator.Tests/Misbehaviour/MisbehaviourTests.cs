using System.Net.Sockets;
using Armadillo.ArangodEmulator.Tests.Agency;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Misbehaviour;

public sealed class MisbehaviourTests
{
    [Fact]
    public async Task A_hanging_server_takes_the_request_and_never_answers_and_still_stops_on_a_signal()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.hang-http");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Port);
        await client.GetStream().WriteAsync("GET /_api/version HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.GetStream().ReadExactlyAsync(new byte[1], patience.Token));
        server.Process.Signal(Signals.Terminate);
        Assert.Equal(0, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task Spewed_lines_come_on_both_outputs()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.spew-lines", "2000");
        await server.Process.WaitForAsync("emulator.spew-lines: line 500");
        server.Process.Signal(Signals.Terminate);
        var (code, errors) = await server.Process.WaitForEndAsync();
        Assert.Equal(0, code);
        Assert.Contains("emulator.spew-lines: line 500", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grown_memory_is_resident()
    {
        await using var server = await SingleServer.ReadyAsync("--emulator.grow-memory", "50MiB");
        await Eventually.True(() => Resident(server.Process.Id) > 150L << 20);
    }

    [Theory]
    [InlineData("address", "ASAN_OPTIONS", "ERROR: AddressSanitizer", 1)]
    [InlineData("leak", "LSAN_OPTIONS", "ERROR: LeakSanitizer", 23)]
    [InlineData("undefined", "UBSAN_OPTIONS", "runtime error: ", 0)]
    [InlineData("thread", "TSAN_OPTIONS", "WARNING: ThreadSanitizer", 66)]
    public async Task A_sanitizer_reports_at_the_exit_where_its_options_say(string sanitizer, string variable, string text, int code)
    {
        using var scratch = new ScratchDirectory();
        var log = scratch.At("report.log");
        await using var process = EmulatorProcess.Start(
            (variable, $"halt_on_error=1:log_exe_name=true:log_path={log}"),
            SingleServer.Arguments(FreePorts.One(), scratch.At("data"), "--emulator.sanitizer-report", sanitizer));
        await process.WaitUntilReadyAsync();
        process.Signal(Signals.Terminate);
        Assert.Equal(code, await process.WaitForExitAsync());
        Assert.Contains(text, await File.ReadAllTextAsync($"{log}.arangod-emulator.{process.Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_path_the_report_goes_to_stderr_and_the_version_names_the_sanitizer()
    {
        await using var server = await SingleServer.ReadyAsync("--server.authentication", "false", "--emulator.sanitizer-report", "thread");
        Assert.Equal("true", (string?)(await server.GetAsync("/_api/version?details=true")).Body!["details"]!["tsan"]);
        server.Process.Signal(Signals.Terminate);
        var (code, errors) = await server.Process.WaitForEndAsync();
        Assert.Equal(66, code);
        Assert.Contains("ThreadSanitizer: data race", errors, StringComparison.Ordinal);
    }

    private static long Resident(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
