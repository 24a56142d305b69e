using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Instances;

/// <summary>How the stop of one instance went.</summary>
/// <param name="Name">The instance.</param>
/// <param name="Exit">Its exit; <see langword="null"/> when it was never launched.</param>
/// <param name="IsClean">Whether it ended in its orderly way within the grace period.</param>
/// <param name="WasForced">Whether it had to be killed.</param>
/// <param name="Took">From asking to the end.</param>
public sealed record InstanceStop(string Name, ProcessExit? Exit, bool IsClean, bool WasForced, TimeSpan Took)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(WasForced ? "did not end by itself, " : "")}{Exit?.ToString() ?? "never launched"}{(IsClean ? "" : " (not clean)")}";
}
