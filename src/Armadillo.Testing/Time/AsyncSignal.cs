namespace Armadillo.Testing.Time;

/// <summary>
/// Wakes its one waiter. A signal that comes while nobody waits is kept for the next wait, so none is lost between a look and a wait.
/// </summary>
internal sealed class AsyncSignal
{
    private volatile TaskCompletionSource _current = New();

    public void Set() => _current.TrySetResult();

    /// <summary>Ends at the next signal or after <paramref name="timeout"/>, whichever is first.</summary>
    public async Task WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _current.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
            _current = New();
        }
        catch (TimeoutException)
        {
            // Nothing came; the same task serves the next wait.
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
