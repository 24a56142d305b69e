using Armadillo.ArangodEmulator.Supervision.Jobs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Cleans out DB servers when there are more than Target wants and than any collection needs, one at a time, while nothing else is to do.
/// </summary>
internal sealed class ShrinkCluster(SupervisionStore store, JobIds ids)
{
    public async Task RunAsync()
    {
        var committed = store.Committed;
        if (committed.NumberAt("Target/NumberOfDBServers") is not { } wanted || JobEntry.Open(store, committed).Any())
        {
            return;
        }

        var available = new DbServers(committed).Available;
        if (available.Count <= Math.Max(wanted, ShardGroup.MostCopies(committed)) || ids.Next() is not { } id)
        {
            return;
        }

        var job = Job.Description(CleanOutServerJob.Type, id, "supervision", store.Now);
        job["server"] = available.Max(StringComparer.Ordinal);
        await store.WriteAsync(new Change().Set($"Target/ToDo/{id}", job).When("Target/NumberOfDBServers", wanted));
    }
}
