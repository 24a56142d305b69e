using System.Globalization;

namespace Armadillo.Testing.Endurance.Tests;

/// <summary>A process as the kernel's table shows it.</summary>
internal readonly record struct LiveProcess(int Pid, int Parent, long StartTicks, char State)
{
    /// <summary>Whether the process of that pid and start time still runs. A zombie does not.</summary>
    public static bool Runs(int pid, long startTicks) => Find(pid) is { } found && found.StartTicks == startTicks && found.State is not ('Z' or 'X');

    public static IReadOnlyList<LiveProcess> All() =>
    [
        .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, CultureInfo.InvariantCulture, out var pid) ? Find(pid) : null).OfType<LiveProcess>(),
    ];

    /// <summary>All processes below one, however deep.</summary>
    public static IReadOnlyList<LiveProcess> Below(int pid)
    {
        var all = All().ToLookup(process => process.Parent);
        var found = all[pid].ToList();
        for (var at = 0; at < found.Count; at++)
        {
            found.AddRange(all[found[at].Pid]);
        }

        return found;
    }

    /// <summary>The guardians of a host: its orphans, which carry its pid on their command line.</summary>
    public static IReadOnlyList<LiveProcess> GuardiansOf(int host) => [.. All().Where(process => IsGuardianOf(process.Pid, host))];

    public static LiveProcess? Find(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new LiveProcess(
                pid, int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture), fields[0][0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsGuardianOf(int pid, int host)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return words.Any(word => word.Contains("armadillo-guardian-", StringComparison.Ordinal)) && words.Contains($"{host}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
