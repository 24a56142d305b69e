namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Goes through ToDo and Pending once a round. A job that starts is looked at again in the next round.</summary>
internal sealed class JobQueue(SupervisionStore store)
{
    public async Task RunAsync()
    {
        var committed = store.Committed;
        foreach (var (id, entry) in committed.NodeAt("Target/ToDo").Members)
        {
            if (Job.From(store, id, entry) is { } job)
            {
                await job.StartAsync(committed);
            }
        }

        foreach (var (id, entry) in committed.NodeAt("Target/Pending").Members)
        {
            if (Job.From(store, id, entry) is { } job)
            {
                await job.ContinueAsync(committed);
            }
        }
    }
}
