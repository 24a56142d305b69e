using Armadillo.Testing.Network;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.DependencyInjection;

/// <summary>How topologies of one container behave.</summary>
public sealed class ArmadilloOptions
{
    /// <summary>Directory in which topologies get theirs. Default: the system's temporary directory.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>What becomes of a topology's directory in the end. Default: deleted after a clean run.</summary>
    public Retention Retention { get; set; } = Retention.DeleteWhenClean;

    /// <summary>Factor for every timeout, more than 0 and at most 100. Default: 1. Raise it for sanitizer builds, valgrind and slow machines.</summary>
    public double TimeoutMultiplier { get; set; } = 1;

    /// <summary>
    /// How long everything of this container may take together, counted from the first topology: every wait is clamped to it.
    /// Not multiplied. Default: no limit.
    /// </summary>
    public TimeSpan RunTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Ports that instances get. Default: 20000 to 32767.</summary>
    public PortRange Ports { get; set; } = PortRange.Default;

    /// <summary>Log lines kept in memory for each instance, 10 to 100000. Default: 500. The files keep all.</summary>
    public int LogRingLines { get; set; } = 500;

    /// <summary>How processes are started. Default: the best way that the system offers.</summary>
    public ProcessLauncherKind Launcher { get; set; } = ProcessLauncherKind.Automatic;
}
