using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>The collections of a single server. All of it completes at once.</summary>
internal sealed class LocalCollections(ServerContext server) : ICollections
{
    public ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        lock (server.Data.Gate)
        {
            return ValueTask.FromResult<IDocuments>(new LocalDocuments(server, server.Data.Get(database).Get(name)));
        }
    }

    private sealed class LocalDocuments(ServerContext server, Collection collection) : IDocuments
    {
        public string CollectionName => collection.Properties.Name;

        public bool WaitForSync => collection.Properties.WaitForSync;

        public bool IsEdge => collection.IsEdge;

        public async Task PrepareWriteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        {
            await server.Data.Locks.SharedAsync(collection.Id, TransactionOptions.DefaultLockTimeout, cancellationToken);
            await server.Data.Locks.FreeAsync(
                collection.Id, keys, server.Options.Milliseconds("rocksdb.transaction-lock-timeout"), cancellationToken);
        }

        public Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken)
        {
            lock (server.Data.Gate)
            {
                // It may have been dropped since it was found.
                _ = server.Data.Get(collection.Database).Get(CollectionName);
                return Task.FromResult(Apply(command));
            }
        }

        private IReadOnlyList<DocumentOutcome> Apply(DocumentCommand command)
        {
            if (command.Verb == DocumentVerb.Read)
            {
                return new DocumentBatch(server.Data, collection, command).Apply();
            }

            server.CommitFaults.BeforeCommit();
            var outcomes = command is { StopsAtFailure: true, Items.Count: > 1 }
                ? AllOrNothing(command)
                : new DocumentBatch(server.Data, collection, command).Apply();
            server.CommitFaults.AfterCommit();
            return outcomes;
        }

        private IReadOnlyList<DocumentOutcome> AllOrNothing(DocumentCommand command)
        {
            var changes = new LocalTransaction(server.Data);
            var outcomes = new DocumentBatch(changes, changes.Open(collection), command).Apply();
            if (outcomes is [.., { Error: not null }])
            {
                changes.Abort();
            }
            else
            {
                changes.Commit();
            }

            return outcomes;
        }

        public Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            lock (server.Data.Gate)
            {
                return Task.FromResult<IReadOnlyList<JsonObject>>([.. collection.Documents]);
            }
        }
    }
}
