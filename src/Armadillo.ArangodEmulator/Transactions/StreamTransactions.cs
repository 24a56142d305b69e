using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>The transactions over several requests that were begun on this server, and for a while how they have ended.</summary>
internal sealed class StreamTransactions(ServerContext server)
{
    private const int Remembered = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _ended = new();
    private bool _closed;

    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _entries.Values.Count(static e => e.Status == TransactionStatus.Running);
            }
        }
    }

    private TimeSpan IdleTimeout => server.Options.Seconds("transaction.streaming-idle-timeout");

    /// <summary>A soft shutdown has begun: those that run may come to their end, new ones are refused.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    public void Add(string id, string database, Identity identity, IStreamTransaction transaction)
    {
        var entry = new Entry(id, database, identity.User, transaction);
        entry.Idle = server.Time.CreateTimer(_ => _ = ExpireAsync(entry), null, IdleTimeout, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            _entries[id] = entry;
        }
    }

    /// <exception cref="DataError">503 and 30 while the server is stopping softly.</exception>
    public void CheckOpen()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new DataError(503, 30, "Coordinator soft shutdown ongoing.");
            }
        }
    }

    /// <summary>For one request; the time that it may be idle begins anew.</summary>
    /// <exception cref="DataError">404 and 1655.</exception>
    public IStreamTransaction Use(string id, string database, Identity identity)
    {
        lock (_lock)
        {
            if (Find(id, database, identity) is not { Status: TransactionStatus.Running } entry)
            {
                throw new DataError(404, 1655, $"transaction '{id}' not found");
            }

            entry.Idle?.Change(IdleTimeout, Timeout.InfiniteTimeSpan);
            return entry.Transaction;
        }
    }

    /// <summary>Null for one that is not known.</summary>
    public TransactionStatus? StatusOf(string id, string database, Identity identity)
    {
        lock (_lock)
        {
            return Find(id, database, identity)?.Status;
        }
    }

    /// <summary>Those that run, in the order in which they were begun.</summary>
    public IReadOnlyList<string> RunningIn(string database, Identity identity)
    {
        lock (_lock)
        {
            return
            [
                .. _entries.Values.Where(e => e.Status == TransactionStatus.Running && e.Database == database && MayUse(e, identity))
                    .Select(static e => e.Id),
            ];
        }
    }

    /// <exception cref="DataError">It is not there, or has ended otherwise.</exception>
    public async Task EndAsync(string id, string database, Identity identity, TransactionStatus status)
    {
        Entry entry;
        lock (_lock)
        {
            var what = status == TransactionStatus.Committed ? "commit" : "abort";
            entry = Find(id, database, identity) ?? throw new DataError(404, 1655, $"transaction {id} not found on {what} operation");
            if (entry.Status != TransactionStatus.Running)
            {
                if (entry.Status != status)
                {
                    var ended = entry.Expired ? "expired" : TransactionRoute.ToText(entry.Status);
                    throw new DataError(400, 1653, $"transaction was already {ended}");
                }

                return;
            }

            End(entry, status);
        }

        try
        {
            await (status == TransactionStatus.Committed ? entry.Transaction.CommitAsync() : entry.Transaction.AbortAsync());
        }
        catch (DataError) when (status == TransactionStatus.Committed)
        {
            lock (_lock)
            {
                entry.Status = TransactionStatus.Aborted;
            }

            await entry.Transaction.AbortAsync();
            throw;
        }
    }

    /// <summary>Aborts all that may write and that the user may use, in all databases.</summary>
    public async Task AbortWritingAsync(Identity identity)
    {
        List<Entry> writing;
        lock (_lock)
        {
            writing = [.. _entries.Values.Where(e => e.Status == TransactionStatus.Running && e.Transaction.Writes && MayUse(e, identity))];
            writing.ForEach(e => End(e, TransactionStatus.Aborted));
        }

        foreach (var entry in writing)
        {
            await entry.Transaction.AbortAsync();
        }
    }

    private static bool MayUse(Entry entry, Identity identity) => identity.IsSuperuser || entry.User == identity.User;

    private Entry? Find(string id, string database, Identity identity) =>
        _entries.TryGetValue(id, out var entry) && entry.Database == database && MayUse(entry, identity) ? entry : null;

    private void End(Entry entry, TransactionStatus status)
    {
        entry.Status = status;
        entry.Idle?.Dispose();
        _ended.Enqueue(entry.Id);
        if (_ended.Count > Remembered)
        {
            _entries.Remove(_ended.Dequeue());
        }
    }

    private async Task ExpireAsync(Entry entry)
    {
        lock (_lock)
        {
            if (entry.Status != TransactionStatus.Running)
            {
                return;
            }

            entry.Expired = true;
            End(entry, TransactionStatus.Aborted);
        }

        server.Log.Info("7ad3f", "transactions", $"aborting expired transaction {entry.Id}");
        await entry.Transaction.AbortAsync();
    }

    private sealed class Entry(string id, string database, string user, IStreamTransaction transaction)
    {
        public string Id { get; } = id;

        public string Database { get; } = database;

        public string User { get; } = user;

        public IStreamTransaction Transaction { get; } = transaction;

        public TransactionStatus Status { get; set; } = TransactionStatus.Running;

        public bool Expired { get; set; }

        public ITimer? Idle { get; set; }
    }
}

internal enum TransactionStatus
{
    Running,
    Committed,
    Aborted,
}
