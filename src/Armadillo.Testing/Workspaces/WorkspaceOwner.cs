using System.Globalization;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Workspaces;

/// <summary>
/// The file that says which process a workspace belongs to: pid and start time on the first line, and on a second line why
/// it was kept. Only a directory whose owner is provably dead and that nobody kept may be swept.
/// </summary>
internal static class WorkspaceOwner
{
    private const string FileName = ".owner";

    public static void Claim(string directory)
    {
        var pid = Environment.ProcessId;
        var start = ProcessTable.GetStartTicks(pid) ?? 0;
        File.WriteAllText(Path.Combine(directory, FileName), string.Create(CultureInfo.InvariantCulture, $"{pid} {start}\n"));
    }

    public static void MarkKept(string directory, string reason) =>
        File.AppendAllText(Path.Combine(directory, FileName), $"kept: {reason.ReplaceLineEndings(" ")}\n");

    /// <summary>Whether the owner is dead for certain and nobody asked to keep the directory. Any doubt is a no.</summary>
    public static bool IsAbandoned(string directory)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(directory, FileName));
            if (lines.Length != 1
                || lines[0].Split(' ') is not [var pidText, var startText]
                || !int.TryParse(pidText, CultureInfo.InvariantCulture, out var pid)
                || !long.TryParse(startText, CultureInfo.InvariantCulture, out var start)
                || start == 0)
            {
                return false;
            }

            return ProcessTable.GetStartTicks(pid) != start;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
