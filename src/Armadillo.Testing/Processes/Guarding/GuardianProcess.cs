using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>
/// Starts the guardian's program with an environment of its own, and as an orphan: whoever kills this process together with
/// its children (hang detection of test platforms does) must not hit the guardian first, because then the grandchildren of
/// the servers would be out of everybody's reach.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class GuardianProcess
{
    // What the dynamic loader and the host resolver need; everything else (profilers, startup hooks, coverage, garbage
    // collector settings of the test run) would slow the guardian down or break it.
    private static readonly string[] KeptVariables = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LANG"];

    // A background job of a shell gets /dev/null as standard input unless it is told otherwise.
    private const string StartAsOrphan = "exec 3<&0; \"$@\" <&3 3<&- &";

    internal static Process Start(DotnetMuxer muxer, GuardianFiles files)
    {
        if (!ProcStat.TryRead(Environment.ProcessId, out var self))
        {
            throw new ProcessLaunchException(
                "/proc is not readable: the guardian cannot watch this process. Mount /proc, or choose the portable launcher.");
        }

        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        string[] arguments =
        [
            "-c", StartAsOrphan, "armadillo-guardian",
            muxer.Path, "exec", "--runtimeconfig", files.Configuration, files.Assembly,
            self.Pid.ToString(CultureInfo.InvariantCulture), self.StartTicks.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var name in KeptVariables)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start) ?? throw new ProcessLaunchException($"{muxer.Path} did not start the guardian.");
    }
}
