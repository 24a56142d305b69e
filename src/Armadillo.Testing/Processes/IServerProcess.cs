namespace Armadillo.Testing.Processes;

/// <summary>One started process. Its exit is known in exactly one place: <see cref="Exited"/>.</summary>
public interface IServerProcess
{
    /// <summary>Pid and start time: together they never name another process.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Completes when the kernel reports the exit; never faults, never is cancelled.</summary>
    Task<ProcessExit> Exited { get; }

    /// <summary>Sends a signal to the process itself. Returns <see langword="false"/> when it has already exited.</summary>
    ValueTask<bool> SignalAsync(ProcessSignal signal, CancellationToken cancellationToken);

    /// <summary>
    /// Sends SIGKILL to the process and to all of its descendants, suspended ones and those in sessions of their own
    /// included, and waits until none of them runs.
    /// </summary>
    ValueTask KillTreeAsync(CancellationToken cancellationToken);

    /// <summary>Sends SIGSTOP and waits until the process table shows every thread stopped.</summary>
    ValueTask SuspendAsync(CancellationToken cancellationToken);

    /// <summary>Sends SIGCONT and waits until the process table shows it running again.</summary>
    ValueTask ResumeAsync(CancellationToken cancellationToken);
}
