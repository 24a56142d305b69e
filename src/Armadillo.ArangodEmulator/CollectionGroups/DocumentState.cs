using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>
/// The shards that one replicated log carries, on one of its participants. Everybody does what the log says once it is committed, the
/// leader too; it alone writes into the log, after it has done all that was there when its term began.
/// </summary>
internal sealed class DocumentState : IDisposable
{
    /// <summary>The implementation of a log that carries shards.</summary>
    public const string Type = "document";

    private const int Most = 1000;

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    private readonly ServerContext _server;
    private readonly ReplicatedLog _log;
    private readonly LoggedShards _shards;
    private readonly GroupLeader _leader;
    private readonly AsyncSignal _news;
    private readonly CancellationTokenSource _ended = new();
    private readonly LogProgress _progress = new();
    private readonly UnsoundEntries _unsound;
    private readonly string _id;
    private readonly Task _loop;
    private LogLeadership? _recovered;

    public DocumentState(ServerContext server, ClusterMember cluster, ReplicatedLog log, string database, string id, string group, int sheaf)
    {
        (_server, _log, _id, _news, _unsound) = (server, log, id, new AsyncSignal(server.Time), new UnsoundEntries(server.Log, "replication2"));
        _shards = new LoggedShards(server, this, database);
        _leader = new GroupLeader(server, cluster, _shards, this, (database, id, group, sheaf));
        log.Advanced = _news.Set;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>The plan may have changed.</summary>
    public void Wake() => _news.Set();

    /// <summary>One transaction on a shard: tried beside the store, written into the log, answered when it is done here.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="attempt">Makes the changes in a transaction that is forgotten afterwards; called under the lock of the store.</param>
    /// <param name="sync">Whether the changes must be on the disk.</param>
    /// <exception cref="DataError">This server does not lead the shard, or no longer.</exception>
    public async Task<T> WriteAsync<T>(Shard shard, Func<LocalTransaction, (T Result, JsonArray Changes)> attempt, bool sync)
    {
        await shard.Turn.WaitAsync();
        try
        {
            if (shard.State.Duty != ShardDuty.Leader)
            {
                throw DataError.NotLeader();
            }

            // What is tried under one leadership must not be written under the next: another may have written in between.
            var reign = Reign();
            _server.CommitFaults.BeforeCommit();
            var transaction = new LocalTransaction(_server.Data);
            try
            {
                T result;
                List<JsonObject> entries = [];
                lock (_server.Data.Gate)
                {
                    (result, var changes) = attempt(transaction);
                    if (changes.Count > 0)
                    {
                        entries.AddRange(DocumentEntry.OfTransaction(_server.Data.Ticks.NextId(), _shards.Documents(shard), changes));
                    }
                }

                await InsertAsync(reign, entries, sync);
                _server.CommitFaults.AfterCommit();
                return result;
            }
            finally
            {
                lock (_server.Data.Gate)
                {
                    transaction.Abort();
                }
            }
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    /// <summary>Writes into the log, and waits until it is committed and done here.</summary>
    /// <exception cref="DataError">This server does not lead, or it stopped leading before it knew.</exception>
    public Task InsertAsync(IReadOnlyList<JsonObject> entries, bool sync) => InsertAsync(Reign(), entries, sync);

    /// <summary>The log has gone from here, and with it what it carried.</summary>
    public void Drop()
    {
        Dispose();
        _shards.DropAll();
    }

    public void Dispose()
    {
        _log.Advanced = null;
        _ended.Cancel();
        _progress.End();
    }

    private LogLeadership Reign()
    {
        lock (_log.Gate)
        {
            return _log.Leadership is { } leads && leads == _recovered ? leads : throw DataError.NotLeader();
        }
    }

    private async Task InsertAsync(LogLeadership reign, IReadOnlyList<JsonObject> entries, bool sync)
    {
        if (entries.Count == 0)
        {
            return;
        }

        long last = 0;
        lock (_log.Gate)
        {
            if (Reign() != reign)
            {
                throw DataError.NotLeader();
            }

            for (var i = 0; i < entries.Count; i++)
            {
                last = reign.Insert(entries[i], sync && i == entries.Count - 1);
            }
        }

        await reign.CommittedAsync(last);
        await _progress.ReachAsync(last);
    }

    private async Task LoopAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            var wait = _longest;
            try
            {
                // The database is made from the plan as well, perhaps a little later.
                wait = !_shards.Ready ? _retry : !Apply() ? TimeSpan.Zero : Lead() ? _longest : _retry;
            }
            catch (Exception e) when (!_ended.IsCancellationRequested)
            {
                _server.Log.Warning(LogIds.Unknown, "replication2", $"could not lead: {e.Message}");
                wait = _retry;
            }

            await _news.WaitAsync(wait, _ended.Token);
        }
    }

    /// <summary>False when there is more to do at once.</summary>
    private bool Apply()
    {
        IReadOnlyList<ReplicatedEntry> entries;
        lock (_log.Gate)
        {
            entries = _log.Entries.Range(_progress.Index + 1, Math.Min(_log.CommitIndex, _progress.Index + Most) + 1);
        }

        foreach (var entry in entries)
        {
            // What one participant cannot do none can: it counts as done everywhere, and the next entry comes.
            _unsound.Try($"entry {entry.Index} of log {_id}", () => Apply(entry));
            _progress.Reached(entry.Index);
        }

        return entries.Count < Most;
    }

    private void Apply(ReplicatedEntry entry)
    {
        if (JsonNode.Parse(entry.Body)!["payload"] is JsonObject payload && payload["operation"] is JsonObject operation
            && DocumentEntry.IsSound(operation))
        {
            _shards.Apply(operation);
        }
    }

    /// <summary>Takes and leaves the lead; false when something has to be tried again.</summary>
    private bool Lead()
    {
        bool begins;
        lock (_log.Gate)
        {
            var leadership = _log.Leadership;
            if (_recovered is not null && _recovered != leadership)
            {
                _recovered = null;
                _shards.Follow();
            }

            // All of earlier terms is done when the first entry of this one is committed and done.
            if (leadership is not { Established: true } || _progress.Index < _log.CommitIndex)
            {
                return true;
            }

            begins = _recovered is null;
            if (begins)
            {
                _recovered = leadership;
                leadership.Insert(DocumentEntry.Of(DocumentEntry.AbortAllOngoing), sync: false);
            }
        }

        if (begins)
        {
            _shards.Lead();
        }

        // Definitions wait until they are done, which is this loop's own work.
        return _leader.Begin(_ended.Token);
    }
}
