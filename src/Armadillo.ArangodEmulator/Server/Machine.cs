using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Memory and cores, as detected or as two environment variables say.</summary>
internal static class Machine
{
    public static long PhysicalMemory { get; } =
        Override("ARANGODB_OVERRIDE_DETECTED_TOTAL_MEMORY") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public static long NumberOfCores { get; } = Override("ARANGODB_OVERRIDE_DETECTED_NUMBER_OF_CORES") ?? Environment.ProcessorCount;

    private static long? Override(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text && OptionNumbers.TryInteger(text, out var value) && value > 0
            ? (long)value
            : null;
}
