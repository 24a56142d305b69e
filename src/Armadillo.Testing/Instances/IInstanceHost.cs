using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Instances;

/// <summary>What an instance needs from the topology that it belongs to.</summary>
internal interface IInstanceHost
{
    /// <summary>Name of the topology.</summary>
    string Name { get; }

    EventLog Events { get; }

    TimeProvider Time { get; }

    /// <summary>Factor for every timeout.</summary>
    double TimeoutMultiplier { get; }

    /// <summary>Cancelled when the topology begins to stop.</summary>
    CancellationToken Lifetime { get; }

    /// <summary>A wait for a condition of the instance; begins to look at once.</summary>
    ConditionWait CreateWait(Condition condition, Instance? target);

    /// <summary>Runs an operation that a crash of any member ends at once with the crash.</summary>
    Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken);

    /// <summary>The exception for a wait that ended without success.</summary>
    WaitTimeoutException Explain(Instance instance, string purpose, ConditionOutcome outcome);

    /// <summary>The end of a step that may take <paramref name="timeout"/> times the multiplier, clamped to the running operation.</summary>
    Deadline OperationDeadline(TimeSpan timeout);

    /// <summary>Whether somebody expects the process of this instance to end by itself: then what tells them how it did, to be called when the state is right.</summary>
    Action<ProcessExit, TimeSpan>? TakeExpectation(Instance instance);

    /// <summary>The process of an instance ended without announcement: records what is known.</summary>
    CrashReport Analyse(Instance instance, ProcessExit exit, TimeSpan uptime);

    /// <summary>Ends every wait with the crash. Returns after they were told.</summary>
    void Fail(CrashReport report);
}
