using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// Goes through ToDo and Pending once a round. Each job sees what those before it have written; one that starts is looked at again in
/// the next round.
/// </summary>
internal sealed class JobQueue(SupervisionStore store, UnsoundEntries unsound)
{
    public async Task RunAsync()
    {
        var open = JobEntry.Open(store, store.Committed).ToLookup(e => e.Place);
        var urgent = open[Job.ToDo].Where(IsUrgent).ToList();
        await RunAsync(urgent);
        if (urgent.Count == 0)
        {
            await RunAsync(open[Job.ToDo]);
        }

        await RunAsync(open[Job.Pending]);
    }

    /// <summary>While there is something to do about failed servers, nothing else is begun.</summary>
    private static bool IsUrgent(JobEntry entry) => entry.Type?.StartsWith("failed", StringComparison.Ordinal) ?? false;

    private async Task RunAsync(IEnumerable<JobEntry> entries)
    {
        foreach (var entry in entries)
        {
            await unsound.TryAsync($"Target/{entry.Place}/{entry.Id}", () => RunAsync(entry));
        }
    }

    private async Task RunAsync(JobEntry entry)
    {
        var committed = store.Committed;
        if (JobEntry.Find(store, committed, entry.Place, entry.Id)?.ToJob() is { } job
            && !(job.AbortWanted && await job.AbortAsync(committed, "Killed via API")))
        {
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
