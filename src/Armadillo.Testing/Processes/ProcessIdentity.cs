using System.Globalization;

namespace Armadillo.Testing.Processes;

/// <summary>A process for good: the kernel reuses pids, but never a pid together with its start time.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="StartTicks">Start time as the system counts it: on Linux, clock ticks since boot (proc(5), stat field 22).</param>
public readonly record struct ProcessIdentity(int Pid, long StartTicks)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pid {Pid}");
}
