using System.Globalization;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

/// <summary>What a process holds, as the kernel counts it.</summary>
internal sealed record ProcessResources(int Descriptors, long ResidentKilobytes, int Threads)
{
    public static ProcessResources Of(int processId)
    {
        var status = File.ReadAllLines($"/proc/{processId}/status");
        // Code that is loaded when it is needed first stays mapped; that is no leak.
        var descriptors = Directory.GetFileSystemEntries($"/proc/{processId}/fd").Count(static f => new FileInfo(f).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) == false);
        return new ProcessResources(descriptors, Number(status, "VmRSS:"), (int)Number(status, "Threads:"));
    }

    private static long Number(string[] status, string key) =>
        long.Parse(status.First(l => l.StartsWith(key, StringComparison.Ordinal))[key.Length..].Replace("kB", ""), CultureInfo.InvariantCulture);
}
