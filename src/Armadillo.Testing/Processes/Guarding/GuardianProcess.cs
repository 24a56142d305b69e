using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>Starts the guardian's program with an environment of its own.</summary>
[SupportedOSPlatform("linux")]
internal static class GuardianProcess
{
    // What the dynamic loader and the host resolver need; everything else (profilers, startup hooks, coverage, garbage
    // collector settings of the test run) would slow the guardian down or break it.
    private static readonly string[] KeptVariables = ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "LANG"];

    internal static Process Start(DotnetMuxer muxer, GuardianFiles files)
    {
        if (!ProcStat.TryRead(Environment.ProcessId, out var self))
        {
            throw new ProcessLaunchException("/proc is not readable: the guardian cannot watch this process. Mount /proc, or choose the portable launcher.");
        }

        var start = new ProcessStartInfo(muxer.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add("--runtimeconfig");
        start.ArgumentList.Add(files.Configuration);
        start.ArgumentList.Add(files.Assembly);
        start.ArgumentList.Add(self.Pid.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(self.StartTicks.ToString(CultureInfo.InvariantCulture));

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
