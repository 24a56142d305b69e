using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Instances;

/// <summary>One launch of an instance: its process, whether its end was announced, and the readers of its output.</summary>
internal sealed class InstanceRun(IServerProcess process, long launchedAt, LogTail output, LogTail error, IReadOnlyList<IDisposable> followings)
{
    private readonly Lock _lock = new();
    private bool _announced;

    public IServerProcess Process { get; } = process;

    public long LaunchedAt { get; } = launchedAt;

    /// <summary>What is known about its end, when that was a crash; set before <see cref="Settled"/>.</summary>
    public CrashReport? Crash { get; set; }

    /// <summary>Completes when the exit was noticed and everything that follows from it was done.</summary>
    public TaskCompletionSource Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Registers that the end is wanted. An exit that came before was not announced.</summary>
    /// <returns>Whether it came in time.</returns>
    public bool Announce()
    {
        lock (_lock)
        {
            return _announced |= !Process.Exited.IsCompleted;
        }
    }

    /// <summary>Whether SIGKILL was the wanted end, not the last resort of a stop.</summary>
    public bool KillWanted { get; set; }

    public bool WasAnnounced
    {
        get
        {
            lock (_lock)
            {
                return _announced;
            }
        }
    }

    /// <summary>Takes in what the process wrote up to its end and lets go of the files.</summary>
    public void FinishLogs()
    {
        foreach (var following in followings)
        {
            following.Dispose();
        }

        output.Drain(final: true);
        error.Drain(final: true);
        output.Dispose();
        error.Dispose();
    }
}
