using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// Goes through ToDo and Pending once a round. Each job sees what those before it have written; one that starts is looked at again in
/// the next round.
/// </summary>
internal sealed class JobQueue(SupervisionStore store)
{
    public async Task RunAsync()
    {
        foreach (var entry in JobEntry.Open(store, store.Committed).ToList())
        {
            var committed = store.Committed;
            if (JobEntry.Find(store, committed, entry.Place, entry.Id)?.ToJob() is not { } job
                || (job.AbortWanted && await job.AbortAsync(committed, "killed via API")))
            {
                continue;
            }

            await (entry.Place == Job.ToDo ? job.StartAsync(committed) : job.ContinueAsync(committed));
        }
    }

    /// <summary>Aborts the jobs that hold a lock, where they let themselves be aborted. A lock is one name or several.</summary>
    public static async Task AbortHoldersAsync(SupervisionStore store, ObjectValue committed, Value? holders, string reason)
    {
        var ids = holders switch
        {
            StringValue one => [one.Content],
            ArrayValue several => several.Texts,
            _ => [],
        };
        foreach (var id in ids)
        {
            if (JobEntry.Find(store, committed, Job.Pending, id)?.ToJob() is { } job)
            {
                await job.AbortAsync(committed, reason);
            }
        }
    }
}
