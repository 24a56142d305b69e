using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>A transaction over several requests to a single server: what is done in it is seen only in it until it is committed.</summary>
internal sealed class StreamTransaction(ServerContext server, TransactionOptions options) : IStreamTransaction
{
    private readonly LocalTransaction _changes = new(server.Data, LocalTransaction.Limit(server.Options, options.MaxSize));
    private readonly Dictionary<long, AccessMode> _modes = [];

    public bool Writes => options.Writes;

    /// <summary>Waits for the collections, then takes its view of them.</summary>
    /// <exception cref="DataError">A collection is not there, or another transaction does not give it away in time.</exception>
    public async Task BeginAsync(string database, CancellationToken cancellationToken)
    {
        var declared = new List<(Collection Collection, AccessMode Mode)>();
        lock (server.Data.Gate)
        {
            declared.AddRange(options.Collections.Select(c => (Find(database, c.Key), c.Value)));
        }

        try
        {
            // Always in the same order: two that want the same collections must not wait for each other.
            foreach (var (collection, mode) in declared.Where(static d => d.Mode >= AccessMode.Write).OrderBy(static d => d.Collection.Id))
            {
                await server.Data.Locks.HoldAsync(_changes, collection.Id, mode == AccessMode.Exclusive, options.LockTimeout, cancellationToken);
            }
        }
        catch
        {
            server.Data.Locks.Release(_changes);
            throw;
        }

        lock (server.Data.Gate)
        {
            foreach (var (collection, mode) in declared)
            {
                _modes[collection.Id] = mode;
                _changes.Open(collection);
            }
        }
    }

    public ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        lock (server.Data.Gate)
        {
            return ValueTask.FromResult<IDocuments>(new View(this, server.Data, server.Data.Get(database).Get(name)));
        }
    }

    public Task CommitAsync()
    {
        lock (server.Data.Gate)
        {
            server.CommitFaults.BeforeCommit();
            _changes.Commit(options.WaitForSync);
            server.CommitFaults.AfterCommit();
            return Task.CompletedTask;
        }
    }

    public Task AbortAsync()
    {
        lock (server.Data.Gate)
        {
            _changes.Abort();
            return Task.CompletedTask;
        }
    }

    private Collection Find(string database, string name)
    {
        try
        {
            return server.Data.Get(database).Get(name);
        }
        catch (DataError e) when (e.Number == 1203)
        {
            throw new DataError(404, 1203, $"{e.Message}: {name}");
        }
    }

    private Collection Open(Collection main, AccessMode wanted)
    {
        options.Check(main.Properties.Name, _modes.GetValueOrDefault(main.Id), wanted);
        return _changes.Open(main);
    }

    private sealed class View(StreamTransaction transaction, DataStore data, Collection main) : IDocuments
    {
        public string CollectionName => main.Properties.Name;

        // The commit waits, not the operations.
        public bool WaitForSync => false;

        public bool IsEdge => main.IsEdge;

        public Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken)
        {
            lock (data.Gate)
            {
                var own = transaction.Open(main, command.Verb == DocumentVerb.Read ? AccessMode.Read : AccessMode.Write);
                return Task.FromResult(new DocumentBatch(transaction._changes, own, command).Apply());
            }
        }

        public Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            lock (data.Gate)
            {
                return Task.FromResult<IReadOnlyList<JsonObject>>([.. transaction.Open(main, AccessMode.Read).Documents]);
            }
        }
    }
}
