namespace Armadillo.Testing.Fixtures;

/// <summary>How much memory processes could still take.</summary>
internal static class MachineMemory
{
    private const string File = "/proc/meminfo";

    /// <summary>Bytes; without limit where the system does not say.</summary>
    public static long Available
    {
        get
        {
            var line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
            var parts = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return parts is [_, var kilobytes, ..] && long.TryParse(kilobytes, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value * 1024 : long.MaxValue;
        }
    }
}
