using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>An open job as it stands in the tree.</summary>
internal sealed record JobEntry(SupervisionStore Store, string Place, string Id, ObjectValue Content)
{
    public string? Type => Content.TextAt("type");

    public static JobEntry? Find(SupervisionStore store, ObjectValue committed, string place, string id) =>
        committed.At($"Target/{place}/{id}") is ObjectValue content ? new JobEntry(store, place, id, content) : null;

    /// <summary>All jobs in ToDo, then all in Pending.</summary>
    public static IEnumerable<JobEntry> Open(SupervisionStore store, ObjectValue committed) =>
        from place in (string[])[Job.ToDo, Job.Pending]
        from job in committed.NodeAt($"Target/{place}").Members
        where job.Value is ObjectValue
        select new JobEntry(store, place, job.Key, (ObjectValue)job.Value);

    /// <summary>Whether the job concerns the shard in a way that forbids another one.</summary>
    public bool Concerns(ShardPlace place) =>
        Type is AddFollowerJob.Type or RemoveFollowerJob.Type or MoveShardJob.Type && Content.TextAt("shard") == place.Shard;

    /// <summary>The job; null when this supervision does not know its kind.</summary>
    public Job? ToJob() => Type switch
    {
        FailedServerJob.Type => new FailedServerJob(this),
        FailedLeaderJob.Type => new FailedLeaderJob(this),
        FailedFollowerJob.Type => new FailedFollowerJob(this),
        AddFollowerJob.Type => new AddFollowerJob(this),
        RemoveFollowerJob.Type => new RemoveFollowerJob(this),
        MoveShardJob.Type => new MoveShardJob(this),
        CleanOutServerJob.Type => new CleanOutServerJob(this),
        ResignLeadershipJob.Type => new ResignLeadershipJob(this),
        _ => null,
    };
}
