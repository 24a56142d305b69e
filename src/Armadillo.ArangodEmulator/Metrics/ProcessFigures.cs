using System.Globalization;

namespace Armadillo.ArangodEmulator.Metrics;

/// <summary>Real figures of this process, from /proc.</summary>
internal sealed record ProcessFigures(
    long MinorFaults, long MajorFaults, double UserSeconds, double SystemSeconds, long Threads, long ResidentBytes, long VirtualBytes)
{
    // Both are constants of every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    public static ProcessFigures Read()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        return new ProcessFigures(
            Field(10), Field(12), Field(14) / TicksPerSecond, Field(15) / TicksPerSecond, Field(20),
            Field(24) * Environment.SystemPageSize, Field(23));
    }
}
