using System.Globalization;

namespace Armadillo.Testing.Processes;

/// <summary>How a process ended. At most one of <see cref="ExitCode"/> and <see cref="Signal"/> is set; none when the end was
/// noticed but only another process knows how it came.</summary>
/// <param name="ExitCode">Code given to exit(2), 0 to 255; <see langword="null"/> when a signal ended the process.</param>
/// <param name="Signal">Signal that ended the process; <see langword="null"/> when it exited by itself.</param>
/// <param name="CoreDumped">Whether the kernel wrote a core file.</param>
/// <param name="Time">When the exit was noticed (UTC).</param>
public sealed record ProcessExit(int? ExitCode, ProcessSignal? Signal, bool CoreDumped, DateTimeOffset Time)
{
    /// <summary>Whether the process exited by itself with code 0.</summary>
    public bool IsSuccess => ExitCode == 0;

    /// <inheritdoc/>
    public override string ToString() => Signal is { } signal
        ? $"killed by {signal.Name}{(CoreDumped ? ", core dumped" : "")}"
        : ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"exit code {code}") : "ended, exit code unknown";
}
