namespace Armadillo.Testing.Processes;

/// <summary>Resource limits of one process. A <see langword="null"/> leaves what the test host has.</summary>
public sealed record ProcessLimits
{
    /// <summary>No limit is changed.</summary>
    public static ProcessLimits None { get; } = new();

    /// <summary>Largest core file in bytes; <see cref="long.MaxValue"/> is unlimited, 0 writes none.</summary>
    public long? CoreBytes { get; init; }

    /// <summary>Open files (RLIMIT_NOFILE), at least 1. Above the hard limit of the host: an error at launch.</summary>
    public long? OpenFiles { get; init; }

    /// <summary>Address space in bytes (RLIMIT_AS). Not usable for sanitizer builds and .NET programs.</summary>
    public long? AddressSpaceBytes { get; init; }

    /// <summary>Scheduling priority, -20 (first) to 19 (last). Below 0 needs privileges.</summary>
    public int? Nice { get; init; }
}
