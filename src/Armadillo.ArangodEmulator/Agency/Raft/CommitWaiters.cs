namespace Armadillo.ArangodEmulator.Agency.Raft;

internal enum CommitOutcome
{
    Committed,
    TimedOut,
    LeadershipLost,
}

/// <summary>Requests that wait for their entry to be committed.</summary>
internal sealed class CommitWaiters(RaftState state)
{
    private readonly PriorityQueue<TaskCompletionSource<CommitOutcome>, long> _waiting = new();
    private bool _ended;

    public async Task<CommitOutcome> WaitAsync(long index, TimeSpan timeout)
    {
        Task<CommitOutcome> task;
        lock (state.Gate)
        {
            // Order matters: what is committed stays so, even when this leader is one no more.
            if (!_ended && state.CommitIndex >= index)
            {
                return CommitOutcome.Committed;
            }

            if (_ended)
            {
                return CommitOutcome.LeadershipLost;
            }

            var source = new TaskCompletionSource<CommitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(source, index);
            task = source.Task;
        }

        await ((Task)task.WaitAsync(timeout, state.Time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompletedSuccessfully ? task.Result : CommitOutcome.TimedOut;
    }

    public void Reached(long index)
    {
        while (_waiting.TryPeek(out _, out var wanted) && wanted <= index)
        {
            _waiting.Dequeue().TrySetResult(CommitOutcome.Committed);
        }
    }

    public void EndAll()
    {
        _ended = true;
        while (_waiting.TryDequeue(out var source, out _))
        {
            source.TrySetResult(CommitOutcome.LeadershipLost);
        }
    }
}
