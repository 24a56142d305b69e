using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>
/// A transaction of a coordinator: the leader of each shard keeps its part. The commit asks one leader after the other, so it is
/// whole on each shard, and not across them when a leader is lost in the middle of it.
/// </summary>
internal sealed class ShardedTransaction(ClusterMember cluster, string id, TransactionOptions options) : IStreamTransaction, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (PlannedCollection Collection, AccessMode Mode)> _begun = new(StringComparer.Ordinal);

    public bool Writes => options.Writes;

    /// <exception cref="DataError">A collection is not there, or another transaction does not give it away in time.</exception>
    public async Task BeginAsync(string database, CancellationToken cancellationToken)
    {
        var declared = new List<(PlannedCollection Collection, AccessMode Mode)>();
        foreach (var (name, mode) in options.Collections)
        {
            try
            {
                declared.Add((await cluster.Plan.GetAsync(database, name, cancellationToken), mode));
            }
            catch (DataError e) when (e.Number == 1203)
            {
                throw new DataError(404, 1203, $"{e.Message}: {name}");
            }
        }

        try
        {
            // Always in the same order: two that want the same collections must not wait for each other.
            foreach (var (collection, mode) in declared.OrderBy(static d => d.Collection.Id, StringComparer.Ordinal))
            {
                await BeginAsync(collection, mode, cancellationToken);
            }
        }
        catch
        {
            await AbortAsync();
            throw;
        }
    }

    public async ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        var collection = await cluster.Plan.GetAsync(database, name, cancellationToken);
        return new View(this, collection, new ShardedDocuments(cluster, collection, id));
    }

    public async Task CommitAsync()
    {
        foreach (var (collection, mode) in Taken())
        {
            var shards = new ShardClient(cluster, collection, id);
            foreach (var shard in collection.Shards)
            {
                await (mode >= AccessMode.Write ? shards.CommitAsync(shard, options.WaitForSync || collection.WaitForSync) : shards.AbortAsync(shard));
            }

            _begun.Remove(collection.Id);
        }
    }

    public async Task AbortAsync()
    {
        foreach (var (collection, _) in Taken())
        {
            var shards = new ShardClient(cluster, collection, id);
            foreach (var shard in collection.Shards)
            {
                try
                {
                    await shards.AbortAsync(shard);
                }
                catch (DataError)
                {
                    // A leader that cannot be asked has lost its part, or forgets it after its time.
                }
            }

            _begun.Remove(collection.Id);
        }
    }

    public void Dispose() => _turn.Dispose();

    private List<(PlannedCollection Collection, AccessMode Mode)> Taken() => [.. _begun.Values];

    private async Task BeginAsync(PlannedCollection collection, AccessMode mode, CancellationToken cancellationToken)
    {
        _begun[collection.Id] = (collection, mode);
        var shards = new ShardClient(cluster, collection, id);
        foreach (var shard in collection.Shards)
        {
            await shards.BeginAsync(shard, mode, options.LockTimeout, options.MaxSize, cancellationToken);
        }
    }

    /// <summary>Checks that the collection was declared; one that may be read without is begun now.</summary>
    private async Task EnterAsync(PlannedCollection collection, AccessMode wanted, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var declared = _begun.TryGetValue(collection.Id, out var begun) ? begun.Mode : AccessMode.None;
            options.Check(collection.Name, declared, wanted);
            if (declared == AccessMode.None)
            {
                await BeginAsync(collection, AccessMode.Read, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private sealed class View(ShardedTransaction transaction, PlannedCollection collection, ShardedDocuments documents) : IDocuments
    {
        public string CollectionName => documents.CollectionName;

        // The commit waits, not the operations.
        public bool WaitForSync => false;

        public bool IsEdge => documents.IsEdge;

        public async Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken)
        {
            await transaction.EnterAsync(collection, command.Verb == DocumentVerb.Read ? AccessMode.Read : AccessMode.Write, cancellationToken);
            return await documents.ApplyAsync(command, cancellationToken);
        }

        public async Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            await transaction.EnterAsync(collection, AccessMode.Read, cancellationToken);
            return await documents.AllAsync(cancellationToken);
        }
    }
}
