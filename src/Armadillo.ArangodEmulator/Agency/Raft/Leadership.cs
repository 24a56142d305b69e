using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>
/// One reign of this agent as leader, from a won election to the step down. What belongs to a reign dies with this object.
/// Members without "Async" want the state's gate to be held.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Reliability", "CA1001", Justification = "The source has no timer, and requests may look at the token after the end.")]
internal sealed class Leadership(RaftState state)
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<bool> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<(long Sequence, long Index)> _flushes = new();
    private readonly Quorum _quorum = new();
    private readonly CommitWaiters _waiters = new(state);
    private long _durableIndex = -1;
    private long _preparationIndex;

    public long Term { get; } = state.Term;

    public long StartedAt { get; } = state.Time.GetTimestamp();

    public CancellationToken Ended => _ended.Token;

    public IReadOnlyList<FollowerLink> Followers { get; private set; } = [];

    /// <summary>The store with all entries of the log, committed or not; preconditions are tested against it.</summary>
    public ObjectValue Spearhead { get; private set; } = ObjectValue.Empty;

    /// <summary>The volatile store.</summary>
    public ObjectValue Transient { get; set; } = ObjectValue.Empty;

    /// <summary>Set by whoever wants to see each change of a store at once.</summary>
    public Action StoreChanged { get; set; } = () => { };

    public int Others => state.Configuration.Size / 2;

    public void Begin()
    {
        Followers = [.. state.Configuration.Active.Where(id => id != state.Id).Select(id => new FollowerLink(state, this, id))];
        // Entries of older terms commit only behind one of the own term, so each reign begins with one.
        _preparationIndex = Append([Configuration()])[0];
        foreach (var follower in Followers)
        {
            _ = Task.Run(() => follower.RunAsync(Ended));
        }
    }

    public void End()
    {
        _serving.TrySetResult(false);
        _waiters.EndAll();
        _quorum.EndAll();
        // Callbacks must not run under the gate.
        _ = _ended.CancelAsync();
    }

    /// <summary>Waits until the stores are ready; false when leadership was lost before.</summary>
    public Task<bool> ServingAsync() => _serving.Task;

    /// <summary>Takes transactions into the log whose preconditions have been tested already.</summary>
    /// <returns>The index of each.</returns>
    public long[] Append(IReadOnlyList<Transaction> transactions)
    {
        var now = state.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var entries = new LogEntry[transactions.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var transaction = transactions[i];
            entries[i] = new LogEntry(state.Log.LastIndex + 1, Term, transaction.ClientId, now, transaction.Request)
            {
                Operations = transaction.Operations,
            };
            state.Log.Append(entries[i]);
        }

        _flushes.Enqueue((state.Disk.Append(entries), state.Log.LastIndex));
        foreach (var follower in Followers)
        {
            follower.Wake();
        }

        return [.. entries.Select(e => e.Index)];
    }

    /// <summary>Applies to the spearhead; false when an operation cannot be done.</summary>
    public bool TryAdvanceSpearhead(Transaction transaction)
    {
        if (Operations.Apply(Spearhead, transaction.Operations) is not { } changed)
        {
            return false;
        }

        Spearhead = changed;
        return true;
    }

    public void OnDurable(long sequence)
    {
        while (_flushes.TryPeek(out var flush) && flush.Sequence <= sequence)
        {
            _durableIndex = flush.Index;
            _flushes.Dequeue();
        }

        AdvanceCommit();
    }

    public void OnAcknowledged() => AdvanceCommit();

    public void OnContact() => _quorum.Reached(MajorityContact());

    /// <summary>Whether fewer than half of the others answered within the election timeout.</summary>
    public bool LostMajority() =>
        Followers.Count(f => state.Time.GetElapsedTime(f.LastContact) <= state.Configuration.MaxPing) < Others;

    public Task<CommitOutcome> CommittedAsync(long index, TimeSpan timeout) => _waiters.WaitAsync(index, timeout);

    /// <summary>
    /// True when a majority still takes this agent for the leader, as of now or later: without that, a leader that was
    /// suspended would answer reads from the past.
    /// </summary>
    public Task<bool> ConfirmAsync()
    {
        lock (state.Gate)
        {
            if (Ended.IsCancellationRequested || Others == 0)
            {
                return Task.FromResult(!Ended.IsCancellationRequested);
            }

            var stamp = state.Time.GetTimestamp();
            foreach (var follower in Followers)
            {
                follower.WakeFor(stamp);
            }

            return _quorum.WaitAsync(stamp);
        }
    }

    private void AdvanceCommit()
    {
        var matches = Followers.Select(f => f.MatchIndex).Append(_durableIndex).OrderDescending().ToArray();
        var index = Others < matches.Length ? matches[Others] : -1;
        if (index <= state.CommitIndex || state.Log.TermAt(index) != Term)
        {
            return;
        }

        state.CommitTo(index);
        _waiters.Reached(index);
        if (!_serving.Task.IsCompleted && index >= _preparationIndex)
        {
            Spearhead = state.Committed;
            _serving.TrySetResult(true);
            state.ServerLog.Log(LogLevel.Info, "a66dc", "agency", $"{state.Id} rebuilt key-value stores - serving.");
            state.Serving(this);
        }

        StoreChanged();
    }

    private long MajorityContact() => Followers.Select(f => f.LastContact).OrderDescending().ElementAt(Others - 1);

    private Transaction Configuration()
    {
        var content = new JsonObject
        {
            ["term"] = Term,
            ["id"] = state.Id,
            ["active"] = state.Configuration.ActiveJson(),
            ["pool"] = state.Configuration.PoolJson(),
            ["size"] = state.Configuration.Size,
            ["timeoutMult"] = state.Configuration.TimeoutMult,
        };
        var request = new JsonObject { [".agency"] = new JsonObject { ["op"] = "set", ["new"] = content } };
        using var document = System.Text.Json.JsonDocument.Parse($"[{request.ToJsonString()}]");
        return Transaction.From(document.RootElement)!;
    }
}
