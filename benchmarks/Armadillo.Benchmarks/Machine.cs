using System.Globalization;
using System.Runtime.InteropServices;

namespace Armadillo.Benchmarks;

/// <summary>The machine and what the kernel says about processes.</summary>
internal static class Machine
{
    private const double TicksPerSecond = 100;

    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");

    /// <summary>Processor time of a process so far.</summary>
    public static TimeSpan ProcessorTime(int pid)
    {
        var fields = Stat(pid)!;
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    public static int Entries(int pid, string folder) => Directory.GetFileSystemEntries($"/proc/{pid}/{folder}").Length;

    public static int Zombies(params IReadOnlyList<int> parents) => Pids().Count(pid => Stat(pid) is ["Z", var parent, ..] && parents.Contains(int.Parse(parent, CultureInfo.InvariantCulture)));

    /// <summary>The guardian of this process.</summary>
    public static int Guardian() => Pids().Single(pid =>
    {
        try
        {
            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return words.Any(word => word.Contains("armadillo-guardian-", StringComparison.Ordinal)) && words.Contains($"{Environment.ProcessId}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    /// <summary>Bytes of live managed objects.</summary>
    public static long ManagedBytes()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        GC.Collect();
        var heap = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        return heap.HeapSizeBytes - heap.FragmentedBytes;
    }

    private static IEnumerable<int> Pids() => Directory.GetDirectories("/proc").Select(Path.GetFileName)
        .Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static string[]? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
