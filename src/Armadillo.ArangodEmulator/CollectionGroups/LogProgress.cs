using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.ReplicatedLogs;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>How far a participant has done what its log says, and who waits for it to get on.</summary>
internal sealed class LogProgress
{
    private readonly Lock _gate = new();
    private readonly List<(long Index, TaskCompletionSource Done)> _waiting = [];
    private long _index;
    private bool _ended;

    /// <summary>The last entry that is done; changed by one loop only.</summary>
    public long Index => Interlocked.Read(ref _index);

    public void Reached(long index)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _index, index);
            foreach (var (_, done) in _waiting.Where(w => w.Index <= index))
            {
                done.TrySetResult();
            }

            _waiting.RemoveAll(w => w.Index <= index);
        }
    }

    /// <exception cref="DataError">The log has gone from here.</exception>
    public Task ReachAsync(long index)
    {
        lock (_gate)
        {
            if (index <= _index)
            {
                return Task.CompletedTask;
            }

            if (_ended)
            {
                throw LogLeadership.Resigned();
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((index, done));
            return done.Task;
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _waiting.ForEach(static w => w.Done.TrySetException(LogLeadership.Resigned()));
            _waiting.Clear();
        }
    }
}
