namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>Wakes one waiting loop. A signal that comes while nobody waits is kept for the next wait.</summary>
internal sealed class AsyncSignal(TimeProvider time)
{
    private TaskCompletionSource _source = New();

    public void Set() => Volatile.Read(ref _source).TrySetResult();

    /// <summary>Returns after a signal, when the time is over, or when cancelled; never throws for these.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var task = Volatile.Read(ref _source).Task;
        if (timeout > TimeSpan.Zero)
        {
            await task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (task.IsCompleted)
        {
            // New before the caller looks at the state: a change after this sets the new source.
            Volatile.Write(ref _source, New());
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
