using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The shards of a DB server under the names by which coordinators ask for them.</summary>
internal sealed class ShardCollections(ServerContext server) : ICollections
{
    public ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        var shard = server.Shards.Get(database, name);
        lock (server.Data.Gate)
        {
            return ValueTask.FromResult<IDocuments>(new ShardDocuments(server, shard, server.Data.Get(database).Get(name)));
        }
    }

    private sealed class ShardDocuments(ServerContext server, Shard shard, Collection collection) : IDocuments
    {
        public string CollectionName => shard.Name;

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
            var guarded = server.Replication.Guarded(shard, command);
            var batch = new DocumentBatch(server.Data, collection, guarded);
            if (command.Verb != DocumentVerb.Read)
            {
                return shard.Log?.WriteAsync(shard, t => Attempt(t, guarded), command.Options.WaitForSync) ?? server.Replication.Writes.WriteAsync(
                    shard, () => (batch.Apply(), ShardChange.From(batch.Changes)), command.Options.WaitForSync);
            }

            CheckLeads();
            lock (server.Data.Gate)
            {
                return Task.FromResult(batch.Apply());
            }
        }

        private (IReadOnlyList<DocumentOutcome> Outcomes, JsonArray Changes) Attempt(LocalTransaction transaction, DocumentCommand command)
        {
            var batch = new DocumentBatch(transaction, transaction.Open(collection), command);
            return (batch.Apply(), ShardChange.From(batch.Changes));
        }

        public Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            CheckLeads();
            lock (server.Data.Gate)
            {
                return Task.FromResult<IReadOnlyList<JsonObject>>([.. collection.Documents.Select(static d => (JsonObject)d.DeepClone())]);
            }
        }

        private void CheckLeads()
        {
            if (shard.State.Duty != ShardDuty.Leader)
            {
                throw DataError.NotLeader();
            }
        }
    }
}
