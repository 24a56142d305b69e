namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>Reads that wait until a majority has answered a request sent after the read came in.</summary>
internal sealed class Quorum
{
    private readonly Queue<(long Stamp, TaskCompletionSource<bool> Source)> _waiting = new();
    private bool _ended;

    public Task<bool> WaitAsync(long stamp)
    {
        if (_ended)
        {
            return Task.FromResult(false);
        }

        var source = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((stamp, source));
        return source.Task;
    }

    public void Reached(long stamp)
    {
        while (_waiting.TryPeek(out var first) && first.Stamp < stamp)
        {
            _waiting.Dequeue().Source.TrySetResult(true);
        }
    }

    public void EndAll()
    {
        _ended = true;
        while (_waiting.TryDequeue(out var waiting))
        {
            waiting.Source.TrySetResult(false);
        }
    }
}
