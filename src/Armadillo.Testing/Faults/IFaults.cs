using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Faults;

/// <summary>
/// What can be done to the members of a topology from outside. Every fault is a handle: disposing it heals it. What a test does
/// not heal is healed when the test ends, where the adapter keeps the per-test order.
/// </summary>
public interface IFaults
{
    /// <summary>The faults that are not healed yet, oldest first.</summary>
    IReadOnlyList<Fault> Active { get; }

    /// <summary>Kills a member with SIGKILL, announced, and waits until it is gone. Healing starts it again on its port and data.</summary>
    /// <exception cref="InstanceStateException">No process runs.</exception>
    Task<Fault> KillAsync(Instance instance, CancellationToken cancellationToken = default);

    /// <summary>Suspends a member with SIGSTOP: it keeps its port and connections and answers nothing. Healing lets it go on.</summary>
    /// <exception cref="InstanceStateException">It is not running.</exception>
    Task<Fault> SuspendAsync(Instance instance, CancellationToken cancellationToken = default);
}
