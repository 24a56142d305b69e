using System.Diagnostics;
using System.Globalization;
using Armadillo.ArangodEmulator.Tests.Agency;

namespace Armadillo.ArangodEmulator.Tests.Processes;

public sealed class HostDeathTests
{
    [Fact]
    public async Task A_server_of_these_tests_ends_when_their_host_is_killed()
    {
        using var scratch = new ScratchDirectory();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", typeof(HostDeathTests).Assembly.Location, .. SingleServer.Arguments(FreePorts.One(), scratch.At("data"))])
        {
            start.ArgumentList.Add(argument);
        }

        using var host = Process.Start(start)!;
        try
        {
            var server = int.Parse((await host.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            Assert.Contains("arangod-emulator", await File.ReadAllTextAsync($"/proc/{server}/cmdline"), StringComparison.Ordinal);
            host.Kill();
            await host.WaitForExitAsync();
            await Eventually.True(() => !Directory.Exists($"/proc/{server}"));
        }
        finally
        {
            host.Kill();
        }
    }
}
