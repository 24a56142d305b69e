using System.Diagnostics;
using System.Globalization;

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

        try
        {
            // pid (comm) state ppid ... ; comm may hold blanks and parentheses, so count from its last one.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
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
