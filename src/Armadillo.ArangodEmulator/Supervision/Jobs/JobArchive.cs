using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Keeps Finished and Failed from growing without end: cleaned only beyond twice the limit, and never young jobs.</summary>
internal sealed class JobArchive(SupervisionStore store)
{
    private const int FinishedLimit = 500;
    private const int FailedLimit = 1000;
    private static readonly TimeSpan LeastAge = TimeSpan.FromSeconds(3600);

    public async Task RunAsync()
    {
        await CleanAsync("Target/Finished", FinishedLimit);
        await CleanAsync("Target/Failed", FailedLimit);
    }

    private async Task CleanAsync(string place, int limit)
    {
        var jobs = store.Committed.NodeAt(place).Members;
        if (jobs.Count <= 2 * limit)
        {
            return;
        }

        var before = store.Time.GetUtcNow() - LeastAge;
        var change = new Change();
        var old = jobs
            .Select(j => (Id: j.Key, Finished: Iso.Time((j.Value as ObjectValue)?.TextAt("timeFinished")) ?? DateTimeOffset.UnixEpoch))
            .OrderBy(j => j.Finished)
            .Take(jobs.Count - limit)
            .Where(j => j.Finished < before);
        foreach (var (id, _) in old)
        {
            change.Delete($"{place}/{id}");
        }

        if (!change.Empty)
        {
            await store.WriteAsync(change);
        }
    }
}
