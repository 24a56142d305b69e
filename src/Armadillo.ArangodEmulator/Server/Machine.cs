using Armadillo.ArangodEmulator.Options;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>Memory and cores, as detected or as two environment variables say.</summary>
internal static class Machine
{
    private static readonly long? _saidMemory = Override("ARANGODB_OVERRIDE_DETECTED_TOTAL_MEMORY");
    private static readonly long? _saidCores = Override("ARANGODB_OVERRIDE_DETECTED_NUMBER_OF_CORES");

    public static long PhysicalMemory { get; } = _saidMemory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public static bool PhysicalMemoryIsOverridden => _saidMemory is not null;

    public static long NumberOfCores { get; } = _saidCores ?? Environment.ProcessorCount;

    public static bool NumberOfCoresIsOverridden => _saidCores is not null;

    private static long? Override(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text && OptionNumbers.TryInteger(text, out var value) && value > 0
            ? (long)value
            : null;
}
