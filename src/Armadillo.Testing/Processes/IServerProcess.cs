namespace Armadillo.Testing.Processes;

/// <summary>One started process. Its exit is known in exactly one place: <see cref="Exited"/>.</summary>
public interface IServerProcess
{
    /// <summary>Pid and start time: together they never name another process.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Completes when the kernel reports the exit; never faults, never is cancelled.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Sends a signal to the process itself. Returns <see langword="false"/> when it has already exited.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The signal's number is not 1 to 64.</exception>
    /// <exception cref="InvalidOperationException">The system refused, for example because the process changed its user.</exception>
    ValueTask<bool> SignalAsync(ProcessSignal signal, CancellationToken cancellationToken);

    /// <summary>
    /// Sends SIGKILL to the process and to all of its descendants, suspended ones and those in sessions of their own
    /// included, and waits until none of them runs. Also kills what an exited process left behind.
    /// </summary>
    /// <exception cref="TimeoutException">Some still run after 10 s: they hang in the kernel.</exception>
    ValueTask KillTreeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends SIGSTOP and waits until the process table shows every thread stopped. An exit ends the waiting; for an exited
    /// process nothing happens.
    /// </summary>
    ValueTask SuspendAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends SIGCONT and waits until the process table shows it running again. An exit ends the waiting; for an exited
    /// process nothing happens.
    /// </summary>
    ValueTask ResumeAsync(CancellationToken cancellationToken);
}
