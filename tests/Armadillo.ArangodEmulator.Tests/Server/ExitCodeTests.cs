using System.Net;
using System.Net.Sockets;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Server;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_taken_port_ends_with_21()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        using var scratch = new ScratchDirectory();
        await using var process = EmulatorProcess.Start(
            SingleServer.Arguments(((IPEndPoint)holder.LocalEndpoint).Port, scratch.At("data")));
        Assert.Equal(21, await process.WaitForExitAsync());
        await process.WaitForAsync("FATAL");
    }

    [Fact]
    public async Task A_data_directory_in_use_ends_with_22()
    {
        await using var server = await SingleServer.ReadyAsync();
        await using var second = EmulatorProcess.Start(SingleServer.Arguments(FreePorts.One(), server.DataDirectory));
        Assert.Equal(22, await second.WaitForExitAsync());
    }

    [Fact]
    public async Task Too_few_file_descriptors_end_with_28()
    {
        await using var server = SingleServer.Start("--server.descriptors-minimum", "1000000000");
        Assert.Equal(28, await server.Process.WaitForExitAsync());
    }

    [Theory]
    [InlineData("6e615", "--cluster.my-role", "COORDINATOR", "--cluster.my-address", "tcp://127.0.0.1:1", "--cluster.agency-endpoint", "tcp://127.0.0.1:1")]
    [InlineData("6e615", "--agency.activate", "true", "--agency.my-address", "tcp://127.0.0.1:1")]
    [InlineData("c1532", "--cluster.my-role", "DBSERVER", "--cluster.agency-endpoint", "tcp://127.0.0.1:1")]
    [InlineData("41256", "--cluster.my-role", "DBSERVER", "--cluster.my-address", "nonsense", "--cluster.agency-endpoint", "tcp://127.0.0.1:1")]
    [InlineData("198c3", "--cluster.my-role", "KING", "--cluster.my-address", "tcp://127.0.0.1:1", "--cluster.agency-endpoint", "tcp://127.0.0.1:1")]
    [InlineData("1b759", "--cluster.my-role", "DBSERVER", "--cluster.my-address", "tcp://127.0.0.1:1", "--cluster.agency-endpoint", "nonsense")]
    [InlineData("0eab5", "--agency.activate", "true", "--agency.size", "2")]
    [InlineData("62fc3", "--agency.activate", "true", "--agency.election-timeout-max", "0.5")]
    [InlineData("4faa0", "--agency.activate", "true", "--agency.my-address", "nonsense")]
    public async Task Options_that_do_not_go_together_end_with_a_fatal_line_and_1(string id, params string[] arguments)
    {
        await using var server = SingleServer.Start(arguments);
        var line = await server.Process.WaitForAsync($"FATAL [{id}]");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
        Assert.Equal(line, server.Process.Output[^1]);
    }

    [Fact]
    public async Task An_agency_that_nobody_runs_ends_with_a_fatal_line_and_1()
    {
        await using var server = SingleServer.Start(
            "--server.authentication", "false", "--cluster.my-role", "DBSERVER", "--cluster.my-address", "tcp://127.0.0.1:1",
            "--cluster.agency-endpoint", $"tcp://127.0.0.1:{FreePorts.One()}", "--emulator.agency-patience", "300");
        await server.Process.WaitForAsync("FATAL [54560] {cluster}");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task A_secret_that_is_too_long_ends_with_1()
    {
        using var scratch = new ScratchDirectory();
        await using var server = SingleServer.Start("--server.jwt-secret-keyfile", scratch.Write("secret", new string('x', 65)));
        await server.Process.WaitForAsync("Given JWT secret too long");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
    }

    [Fact]
    public async Task The_emulator_leaves_in_the_middle_of_the_start_when_asked()
    {
        await using var server = SingleServer.Start("--emulator.exit-during-start", "26");
        Assert.Equal(26, await server.Process.WaitForExitAsync());
        Assert.DoesNotContain(server.Process.Output, static l => l.Contains("ready for business", StringComparison.Ordinal));
    }
}
