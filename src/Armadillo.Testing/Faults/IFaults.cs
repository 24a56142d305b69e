using System.Diagnostics.CodeAnalysis;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Faults;

/// <summary>
/// What can be done to the members of a topology and to the links between them from outside. Every fault is a handle: disposing
/// it heals it. What a test does not heal is healed when the test ends, where the adapter keeps the per-test order.
/// </summary>
/// <remarks>
/// Faults of links need <see cref="Specs.TopologySpec.LinkFaults"/>. They concern the connections between members only: those
/// of tests and of this library go directly to a member. A link goes from the member that dials to the one that is dialled, and
/// a fault of it concerns both directions of its connections, old and new. A blocked link loses nothing: connections seem to come about, and
/// all that is sent, the end of a connection included, is held, up to about 4 MiB for each direction of a connection, and goes on when the link
/// is healed. Faults of the same link combine: it is blocked while one of them blocks, and delays add up. A restarted member is the same
/// member.
/// </remarks>
[SuppressMessage("Naming", "CA1716", Justification = "The field says from and to for the direction of a link; nothing else is as clear.")]
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

    /// <summary>Cuts every link between the members of two sides, both ways. Members of neither side keep all their links.</summary>
    /// <param name="one">One side, at least one member.</param>
    /// <param name="other">The other side, at least one member, none of which is on the first.</param>
    /// <param name="cancellationToken">Ends the call before anything is cut.</param>
    /// <exception cref="ArgumentException">A side is empty, a member is on both sides, external, or belongs to another topology.</exception>
    /// <exception cref="InvalidOperationException">The topology was started without link faults, or runs no more.</exception>
    Task<Fault> PartitionAsync(IEnumerable<Instance> one, IEnumerable<Instance> other, CancellationToken cancellationToken = default);

    /// <summary>Cuts every link between a member and all others, both ways.</summary>
    /// <param name="instance">The member.</param>
    /// <param name="cancellationToken">Ends the call before anything is cut.</param>
    /// <exception cref="ArgumentException">It is the only member, one of them is external, or it belongs to another topology.</exception>
    /// <exception cref="InvalidOperationException">The topology was started without link faults, or runs no more.</exception>
    Task<Fault> IsolateAsync(Instance instance, CancellationToken cancellationToken = default);

    /// <summary>Cuts one link: a member does not reach another any more, while the other still reaches it.</summary>
    /// <param name="from">The member that dials.</param>
    /// <param name="to">The member that is dialled.</param>
    /// <param name="cancellationToken">Ends the call before anything is cut.</param>
    /// <exception cref="ArgumentException">Both are the same, or one is external or belongs to another topology.</exception>
    /// <exception cref="InvalidOperationException">The topology was started without link faults, or runs no more.</exception>
    Task<Fault> BlockAsync(Instance from, Instance to, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes everything on one link arrive later, requests and answers alike: a request and its answer take twice the delay. The order stays, and the
    /// throughput as well, up to about 4 MiB under way in each direction of a connection.
    /// </summary>
    /// <param name="from">The member that dials.</param>
    /// <param name="to">The member that is dialled.</param>
    /// <param name="delay">More than zero, at most one hour.</param>
    /// <param name="cancellationToken">Ends the call before anything is delayed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is out of its range.</exception>
    /// <exception cref="ArgumentException">Both are the same, or one is external or belongs to another topology.</exception>
    /// <exception cref="InvalidOperationException">The topology was started without link faults, or runs no more.</exception>
    Task<Fault> DelayAsync(Instance from, Instance to, TimeSpan delay, CancellationToken cancellationToken = default);
}
