using System.Diagnostics;

namespace Armadillo.Testing.Native;

/// <summary>What the system says about running processes.</summary>
internal static class ProcessTable
{
    /// <summary>Start time of a running process (on Linux: clock ticks since boot), or null when no such process runs. A zombie does not run.</summary>
    public static long? GetStartTicks(int pid)
    {
        if (!OperatingSystem.IsLinux())
        {
            return GetStartTicksPortably(pid);
        }

        return ProcStat.TryRead(pid, out var stat) && stat.Runs ? stat.StartTicks : null;
    }

    private static long? GetStartTicksPortably(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
