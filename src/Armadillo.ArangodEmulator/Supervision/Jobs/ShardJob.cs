using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>A job about one shard and those that are distributed like it.</summary>
internal abstract class ShardJob(JobEntry entry) : Job(entry)
{
    protected ShardPlace Place { get; } = new(
        entry.Content.TextAt("database") ?? "", entry.Content.TextAt("collection") ?? "", entry.Content.TextAt("shard") ?? "");

    protected string From { get; } = entry.Content.TextAt("fromServer") ?? "";

    protected string To { get; } = entry.Content.TextAt("toServer") ?? "";

    protected static string HealthOf(string server) => $"Supervision/Health/{server}/Status";

    protected static ObjectValue CollectionOf(ObjectValue committed, ShardPlace place) => committed.NodeAt(place.CollectionPath);

    /// <summary>How many servers shall hold the shard: a number, or everyone for a satellite.</summary>
    protected static long WantedCopies(ObjectValue committed, ShardPlace place, DbServers servers) =>
        ReplicationEnforcement.WantedCopies(CollectionOf(committed, place), servers) ?? 1;

    /// <summary>The shard with its clones; null when the job had to end because there is nothing to work on.</summary>
    protected async Task<ShardGroup?> GroupAsync(ObjectValue committed)
    {
        if (!committed.Has(Place.CollectionPath))
        {
            await EndAsync(committed, Succeed("collection has been dropped in the meantime"));
        }
        else if (ShardGroup.IsClone(CollectionOf(committed, Place)))
        {
            await EndAsync(committed, Fail("collection must not have 'distributeShardsLike' attribute"));
        }
        else if (ShardGroup.Of(committed, Place) is { Planned.Length: > 0 } group)
        {
            return group;
        }
        else
        {
            await EndAsync(committed, Fail($"shard {Place.Shard} has no planned database servers"));
        }

        return null;
    }
}
