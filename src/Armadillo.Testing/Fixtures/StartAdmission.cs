namespace Armadillo.Testing.Fixtures;

/// <summary>
/// Lets topologies of one assembly start in parallel as long as the machine has memory for those under way. The first one is
/// always let in: waiting for memory that nobody is about to free would be for ever.
/// </summary>
internal sealed class StartAdmission(TimeProvider time, Func<long> availableMemory, Func<Task<bool>> makeRoom)
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private readonly List<Admission> _underWay = [];
    private TaskCompletionSource _freed = New();

    /// <summary>Waits until a start that needs so much memory may begin. Dispose the result when the start has ended.</summary>
    public async Task<IDisposable> AdmitAsync(long bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task freed;
            lock (_lock)
            {
                freed = _freed.Task;
                if (_underWay.Count == 0 || availableMemory() - _underWay.Sum(a => a.Bytes) >= bytes)
                {
                    var admission = new Admission(this, bytes);
                    _underWay.Add(admission);
                    return admission;
                }
            }

            if (!await makeRoom().ConfigureAwait(false))
            {
                // Memory may also be freed by others, who tell nobody.
                await Task.WhenAny(freed, Task.Delay(_look, time, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private void Release(Admission admission)
    {
        lock (_lock)
        {
            _underWay.Remove(admission);
            _freed.SetResult();
            _freed = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Admission(StartAdmission owner, long bytes) : IDisposable
    {
        public long Bytes { get; } = bytes;

        public void Dispose() => owner.Release(this);
    }
}
