using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>Takes a collection out of the plan and waits until its shards are gone.</summary>
internal static class CollectionRemoval
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    /// <exception cref="DataError">Shards of others lie like its shards, or it is gone already.</exception>
    public static async Task DropAsync(ClusterMember cluster, PlannedCollection collection, CancellationToken cancellationToken)
    {
        if (cluster.Plan.In(collection.Database).Any(c => c.DistributeShardsLike == collection.Id))
        {
            throw new DataError(
                500, 1485, "must not drop collection while another has a distributeShardsLike attribute pointing to it");
        }

        if (collection.GroupId is not null)
        {
            await new GroupedCollections(cluster, collection.Database).DropAsync(collection, cancellationToken);
            return;
        }

        var dropped = new Change().Delete(collection.Path).Increment("Plan/Version").WhenPresent(collection.Path);
        if (await cluster.CommitAsync(dropped, cancellationToken) is not { } index)
        {
            throw DataError.NoCollection();
        }

        // What is gone must be gone here, even when a server that is away cannot say so.
        await cluster.Cache.SeenAsync(index, cancellationToken);
        var reported = $"Current/Collections/{collection.Database}/{collection.Id}";
        await cluster.Cache.FindAsync(tree => tree.NodeAt(reported).Count == 0 ? tree : null, _limit, cancellationToken);
        await cluster.CommitAsync(new Change().Delete(reported).Increment("Current/Version").WhenAbsent(collection.Path), cancellationToken);
    }
}
