using System.Globalization;

namespace Armadillo.Testing.RealServers.Tests;

/// <summary>The process table, for what a server started by itself.</summary>
internal static class RunningProcesses
{
    /// <summary>Pids of the running children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(pid => Stat(pid) is [var state, var ppid, ..] && state != "Z" && ppid == $"{parent}"),
    ];

    public static bool Runs(int pid) => Stat(pid) is [not "Z", ..];

    private static string[]? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
