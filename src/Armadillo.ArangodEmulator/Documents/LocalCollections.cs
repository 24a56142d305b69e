using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Server;

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
            var batch = new DocumentBatch(server.Data, collection, command);
            if (command.Verb == DocumentVerb.Read)
            {
                return batch.Apply();
            }

            server.CommitFaults.BeforeCommit();
            var outcomes = batch.Apply();
            server.CommitFaults.AfterCommit();
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
