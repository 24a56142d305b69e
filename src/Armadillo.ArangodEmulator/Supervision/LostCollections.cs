using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Jobs;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Forgets what a failed server reported about shards that are planned no more: it can no longer say that they are gone.
/// </summary>
internal sealed class LostCollections(SupervisionStore store, JobIds ids)
{
    public const string Type = "cleanUpLostCollection";

    public async Task RunAsync()
    {
        var committed = store.Committed;
        var lost =
            from database in committed.NodeAt("Current/Collections").Members
            from collection in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
            from shard in (collection.Value as ObjectValue ?? ObjectValue.Empty).Members
            where shard.Value is ObjectValue && !committed.Has($"Plan/Collections/{database.Key}/{collection.Key}/shards/{shard.Key}")
            select (Path: $"Current/Collections/{database.Key}/{collection.Key}", Shard: shard.Key, Entry: (ObjectValue)shard.Value);
        foreach (var (path, shard, entry) in lost)
        {
            if (entry.TextsAt("servers") is [var leader, ..]
                && committed.TextAt($"Supervision/Health/{leader.TrimStart('_')}/Status") == HealthRecord.Failed
                && ids.Next() is { } id)
            {
                await ForgetAsync(path, shard, entry, leader.TrimStart('_'), id);
            }
        }
    }

    private Task<bool> ForgetAsync(string path, string shard, ObjectValue entry, string leader, string id)
    {
        var job = Job.Description(Type, id, "supervision", store.Now);
        job["server"] = shard;
        job["timeFinished"] = store.Now;
        return store.WriteAsync(new Change()
            .Delete($"{path}/{shard}")
            .Increment("Current/Version")
            .Set($"Target/Finished/{id}", job)
            .WhenUnchanged($"{path}/{shard}", entry)
            .WhenAbsent($"{path.Replace("Current/", "Plan/", StringComparison.Ordinal)}/shards/{shard}")
            .When($"Supervision/Health/{leader}/Status", HealthRecord.Failed));
    }
}
