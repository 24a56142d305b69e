using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>A test host with a running topology of eight members, in a process group of its own, that is about to die.</summary>
internal sealed partial class DoomedHost : IDisposable
{
    private readonly Process _process;

    private DoomedHost(Process process) => _process = process;

    public int Pid => _process.Id;

    public string Workspace { get; private set; } = "";

    public List<int> Ports { get; } = [];

    /// <summary>The guardian, the members and everything below them.</summary>
    public IReadOnlyList<(int Pid, long StartTicks)> Processes { get; private set; } = [];

    public bool Runs => LiveProcess.Find(Pid) is { State: not ('Z' or 'X') };

    public static async Task<DoomedHost> StartAsync(string root)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Programs.TopologyHost);
        start.ArgumentList.Add("doomed");
        start.ArgumentList.Add(root);
        start.ArgumentList.Add(Programs.Misbehaver);
        var host = new DoomedHost(Process.Start(start)!);
        await host.ReadAsync();
        return host;
    }

    /// <summary>Lets it die in one of the ways.</summary>
    public void Die(string death)
    {
        switch (death)
        {
            case "SIGKILL": Assert.Equal(0, Kill(Pid, 9)); break;
            case "SIGKILL to the group": Assert.Equal(0, Kill(-Pid, 9)); break;
            default:
                _process.StandardInput.WriteLine(death);
                _process.StandardInput.Flush();
                break;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line && line != "ready")
        {
            var words = line.Split(' ', 2);
            if (words[0] == "workspace")
            {
                Workspace = words[1];
            }
            else
            {
                Ports.Add(int.Parse(words[1].Split(' ')[2], CultureInfo.InvariantCulture));
            }
        }

        if (Ports.Count == 0)
        {
            Assert.Fail($"The host ended before its topology ran: {await _process.StandardError.ReadToEndAsync(patience.Token)}");
        }

        var guardian = Assert.Single(LiveProcess.GuardiansOf(Pid));
        Processes = [.. LiveProcess.Below(guardian.Pid).Append(guardian).Select(process => (process.Pid, process.StartTicks))];
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
