namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>One direction between two members. Faults overlap, so each is counted.</summary>
internal sealed class Link
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _released = Done();
    private CancellationTokenSource _broken = new();
    private int _held;
    private int _cut;
    private int _late;

    public void Hold()
    {
        lock (_gate)
        {
            if (_held++ == 0)
            {
                _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            if (--_held == 0)
            {
                _released.TrySetResult();
            }
        }
    }

    public void Cut()
    {
        CancellationTokenSource broken;
        lock (_gate)
        {
            _cut++;
            broken = _broken;
        }

        broken.Cancel();
    }

    public void Mend()
    {
        lock (_gate)
        {
            if (--_cut == 0)
            {
                _broken = new CancellationTokenSource();
            }
        }
    }

    public void Delay() => Interlocked.Increment(ref _late);

    public void Hurry() => Interlocked.Decrement(ref _late);

    /// <summary>Cancelled while the link is cut, and when it becomes so.</summary>
    public CancellationToken Broken
    {
        get
        {
            lock (_gate)
            {
                return _broken.Token;
            }
        }
    }

    /// <summary>Returns when the next bytes may pass.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _late) > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(0, 60)), TimeProvider.System, cancellationToken);
        }

        Task released;
        lock (_gate)
        {
            released = _released.Task;
        }

        await released.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource Done()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
