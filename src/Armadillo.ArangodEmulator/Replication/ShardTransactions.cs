using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The parts of coordinators' transactions that concern shards which this server leads. The followers hear of the commit only.</summary>
internal sealed class ShardTransactions(ServerContext server)
{
    // A coordinator that is gone aborts nothing any more. From the source: longer than it would wait itself.
    private static readonly TimeSpan _idleTimeout = TimeSpan.FromMinutes(5);

    private readonly ServerContext _server = server;
    private readonly ConcurrentDictionary<(string Id, string Shard), Part> _parts = new();

    public async Task BeginAsync(string id, Shard shard, Collection collection, AccessMode mode, TimeSpan lockTimeout, long maxSize, CancellationToken cancellationToken)
    {
        var changes = new LocalTransaction(_server.Data, LocalTransaction.Limit(_server.Options, maxSize));
        var part = new Part(id, changes);
        if (mode >= AccessMode.Write)
        {
            await _server.Data.Locks.HoldAsync(changes, collection.Id, mode == AccessMode.Exclusive, lockTimeout, cancellationToken);
        }

        part.Idle = _server.Time.CreateTimer(_ => Abort(id, shard), null, _idleTimeout, Timeout.InfiniteTimeSpan);
        if (!_parts.TryAdd((id, shard.Name), part))
        {
            End(part);
            throw new DataError(500, 1650, $"transaction id {id} already used (while creating)");
        }

        // Whoever leads no longer has aborted what was there by then; what comes later must see it here.
        if (shard.State.Duty != ShardDuty.Leader)
        {
            Abort(id, shard);
            throw DataError.NotLeader();
        }

        lock (_server.Data.Gate)
        {
            changes.Open(collection);
        }
    }

    /// <summary>The shard as its transaction sees it.</summary>
    /// <exception cref="DataError">404 and 1655: there is no such transaction here.</exception>
    public ICollections Of(string id) => new View(this, id);

    public async Task CommitAsync(string id, Shard shard, Collection collection, bool sync)
    {
        var part = Get(id, shard);
        if (shard.Log is { } log)
        {
            await log.WriteAsync(shard, _ => (true, ShardChange.FromJournal(part.Running().ChangesOf(collection))), sync);
            Abort(id, shard);
            return;
        }

        await _server.Replication.Writes.WriteAsync(
            shard,
            () =>
            {
                var changes = part.Running().ChangesOf(collection).ToList();
                part.Running().Commit(sync);
                return (true, ShardChange.FromJournal(changes));
            },
            sync);
        _parts.TryRemove((id, shard.Name), out _);
        part.Idle?.Dispose();
    }

    public void Abort(string id, Shard shard)
    {
        if (_parts.TryRemove((id, shard.Name), out var part))
        {
            End(part);
        }
    }

    /// <summary>
    /// This server stops leading the shard: nothing of the transactions may hold up what the next leader sends, or be committed over
    /// it when the lead comes back.
    /// </summary>
    public void AbortAll(Shard shard)
    {
        foreach (var (id, _) in _parts.Keys.Where(k => k.Shard == shard.Name))
        {
            Abort(id, shard);
        }
    }

    private void End(Part part)
    {
        part.Idle?.Dispose();
        lock (_server.Data.Gate)
        {
            part.Abort();
        }
    }

    private Part Get(string id, Shard shard)
    {
        var part = _parts.TryGetValue((id, shard.Name), out var found) ? found : throw NotFound(id);
        part.Idle?.Change(_idleTimeout, Timeout.InfiniteTimeSpan);
        return part;
    }

    private static DataError NotFound(string id) => new(404, 1655, $"transaction '{id}' not found");

    private sealed class Part(string id, LocalTransaction changes)
    {
        private bool _ended;

        public ITimer? Idle { get; set; }

        /// <summary>The changes, unless somebody has aborted them since the part was found; called under the lock of the store.</summary>
        /// <exception cref="DataError">404 and 1655.</exception>
        public LocalTransaction Running() => _ended ? throw NotFound(id) : changes;

        public void Abort()
        {
            _ended = true;
            changes.Abort();
        }
    }

    private sealed class View(ShardTransactions transactions, string id) : ICollections
    {
        public ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
        {
            var (data, shard) = (transactions._server.Data, transactions._server.Shards.Get(database, name));
            var part = transactions.Get(id, shard);
            lock (data.Gate)
            {
                var main = data.Get(database).Get(name);
                return ValueTask.FromResult<IDocuments>(new ShardView(transactions._server, shard, part, main));
            }
        }
    }

    private sealed class ShardView(ServerContext server, Shard shard, Part part, Collection main) : IDocuments
    {
        private readonly DataStore _data = server.Data;

        public string CollectionName => shard.Name;

        // The commit waits, not the operations.
        public bool WaitForSync => false;

        public bool IsEdge => main.IsEdge;

        public Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken)
        {
            lock (_data.Gate)
            {
                return Task.FromResult(new DocumentBatch(part.Running(), Own(), server.Replication.Guarded(shard, command)).Apply());
            }
        }

        public Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            lock (_data.Gate)
            {
                return Task.FromResult<IReadOnlyList<JsonObject>>([.. Own().Documents.Select(static d => (JsonObject)d.DeepClone())]);
            }
        }

        private Collection Own() => shard.State.Duty == ShardDuty.Leader ? part.Running().Open(main) : throw DataError.NotLeader();
    }
}
