using System.Globalization;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>What a lock is about: a document by its key, or a value that a unique index holds once.</summary>
/// <param name="Owner">Id of the collection, or of the index.</param>
/// <param name="Text">The key, or the values.</param>
/// <param name="Key">The key of the document.</param>
internal readonly record struct Claim(long Owner, string Text, string Key);

/// <summary>
/// Who writes what: transactions hold the documents that they have changed, and collections for themselves or with others. Readers
/// need no lock.
/// </summary>
internal sealed class WriteLocks(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(long Owner, string Text), object> _claims = [];
    private readonly Dictionary<long, HashSet<object>> _writers = [];
    private readonly Dictionary<long, object> _exclusive = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Whether nobody but <paramref name="writer"/> has the document.</summary>
    /// <exception cref="DataError">409 and 1200: somebody else has it.</exception>
    public void Check(IEnumerable<Claim> claims, object? writer)
    {
        lock (_lock)
        {
            if (_claims.Count == 0 && _exclusive.Count == 0)
            {
                return;
            }

            // A writer outside of transactions has waited before, but somebody may have come in between.
            foreach (var claim in claims)
            {
                if ((_claims.TryGetValue((claim.Owner, claim.Text), out var holder) || _exclusive.TryGetValue(claim.Owner, out holder))
                    && !ReferenceEquals(holder, writer))
                {
                    throw Conflict("timeout waiting to lock key", claim.Key);
                }
            }
        }
    }

    /// <summary>After <see cref="Check"/> has found it free.</summary>
    public void Take(Claim claim, object writer)
    {
        lock (_lock)
        {
            _claims[(claim.Owner, claim.Text)] = writer;
        }
    }

    public static DataError Conflict(string what, string key) =>
        new(409, 1200, $"{what} - in index primary of type primary over '_key'; conflicting key: {key}");

    /// <summary>Waits until no other has one of the documents; afterwards the write itself finds out.</summary>
    public Task FreeAsync(long collection, IReadOnlyCollection<string> keys, TimeSpan limit, CancellationToken cancellationToken) =>
        WaitAsync(() => !keys.Any(k => _claims.ContainsKey((collection, k))), limit, cancellationToken);

    /// <summary>Waits until nobody has the collection for himself.</summary>
    /// <exception cref="DataError">500 and 18: somebody still has it after the limit.</exception>
    public async Task SharedAsync(long collection, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(() => !_exclusive.ContainsKey(collection), limit, cancellationToken))
        {
            throw TimedOut(collection, "write", limit);
        }
    }

    /// <summary>Waits until no transaction writes the collection: what changes it as a whole cannot go on before.</summary>
    public Task QuietAsync(long collection, CancellationToken cancellationToken) =>
        WaitAsync(() => !_exclusive.ContainsKey(collection) && !_writers.ContainsKey(collection), Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Takes a collection for a transaction.</summary>
    /// <exception cref="DataError">500 and 18: another has it after the limit.</exception>
    public async Task HoldAsync(object writer, long collection, bool exclusive, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(() => TryHold(writer, collection, exclusive), limit, cancellationToken))
        {
            throw TimedOut(collection, exclusive ? "exclusive" : "write", limit);
        }
    }

    public void Release(object writer)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            foreach (var claim in _claims.Where(c => ReferenceEquals(c.Value, writer)).Select(static c => c.Key).ToList())
            {
                _claims.Remove(claim);
            }

            foreach (var collection in _exclusive.Where(c => ReferenceEquals(c.Value, writer)).Select(static c => c.Key).ToList())
            {
                _exclusive.Remove(collection);
            }

            foreach (var (collection, writers) in _writers.ToList())
            {
                if (writers.Remove(writer) && writers.Count == 0)
                {
                    _writers.Remove(collection);
                }
            }

            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    private static DataError TimedOut(long collection, string mode, TimeSpan limit) => new(
        500,
        18,
        string.Create(CultureInfo.InvariantCulture, $"timed out after {limit.TotalSeconds:F6} s waiting for {mode}-lock on collection {collection}"));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryHold(object writer, long collection, bool exclusive)
    {
        if (_exclusive.TryGetValue(collection, out var holder) ? !ReferenceEquals(holder, writer) : exclusive && _writers.ContainsKey(collection))
        {
            return false;
        }

        if (exclusive)
        {
            _exclusive[collection] = writer;
        }
        else if (holder is null)
        {
            (_writers.TryGetValue(collection, out var writers) ? writers : _writers[collection] = []).Add(writer);
        }

        return true;
    }

    /// <returns>False when the limit is over.</returns>
    private async Task<bool> WaitAsync(Func<bool> free, TimeSpan limit, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (free())
                {
                    return true;
                }

                changed = _changed.Task;
            }

            var left = limit == Timeout.InfiniteTimeSpan ? limit : limit - time.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
            {
                return false;
            }

            await changed.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
