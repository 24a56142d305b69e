using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Storage;

public sealed class DataDirectoryTests
{
    [Fact]
    public async Task The_id_outlives_a_restart_and_even_a_kill()
    {
        await using var server = await SingleServer.ReadyAsync();
        var id = await File.ReadAllTextAsync(Path.Combine(server.DataDirectory, "UUID"));
        Assert.Matches("^SNGL-[0-9a-f]{8}-[0-9a-f-]{27}$", id);
        Assert.True(File.Exists(Path.Combine(server.DataDirectory, "LOCK")));
        Assert.True(File.Exists(Path.Combine(server.DataDirectory, "VERSION")));
        await server.RestartAsync();
        Assert.Equal(id, await File.ReadAllTextAsync(Path.Combine(server.DataDirectory, "UUID")));
    }

    [Fact]
    public async Task The_password_of_the_first_start_stays()
    {
        await using var server = await SingleServer.ReadyAsync("--database.password", "pass");
        await server.RestartAsync();
        Assert.Equal(200, (await server.GetAsync("/_api/version", Requests.Basic("root", "pass"))).Status);
    }

    [Theory]
    [InlineData("existing")]
    [InlineData("populated")]
    [InlineData("empty")]
    public async Task A_directory_in_another_state_than_asked_for_is_refused(string state)
    {
        await using var server = SingleServer.Start("--database.required-directory-state", state);
        await server.Process.WaitForAsync("FATAL");
        Assert.Equal(1, await server.Process.WaitForExitAsync());
        Assert.False(Directory.Exists(server.DataDirectory));
    }

    [Fact]
    public async Task A_pid_file_lives_as_long_as_the_server()
    {
        using var scratch = new ScratchDirectory();
        await using var server = await SingleServer.ReadyAsync("--pid-file", scratch.At("pid"));
        Assert.Equal(server.Process.Id, int.Parse(await File.ReadAllTextAsync(scratch.At("pid")), System.Globalization.CultureInfo.InvariantCulture));
        await using var second = SingleServer.Start("--pid-file", scratch.At("pid"));
        Assert.Equal(20, await second.Process.WaitForExitAsync());
        server.Process.Signal(Signals.Terminate);
        await server.Process.WaitForExitAsync();
        Assert.False(File.Exists(scratch.At("pid")));
    }
}
