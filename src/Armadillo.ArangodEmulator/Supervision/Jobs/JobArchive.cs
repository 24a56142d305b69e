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
        List<string> old = [.. jobs
            .Where(j => !HasOpenParent(j.Key) && (TimeOf(j.Value, "timeFinished") ?? DateTimeOffset.UnixEpoch) < before)
            .OrderBy(j => TimeOf(j.Value, "timeCreated") ?? DateTimeOffset.UnixEpoch)
            .Select(j => j.Key)];
        foreach (var id in old.Take(old.Count - limit))
        {
            change.Delete($"{place}/{id}");
        }

        if (!change.Empty)
        {
            await store.WriteAsync(change);
        }
    }

    private static DateTimeOffset? TimeOf(Value job, string key) => Iso.Time((job as ObjectValue)?.TextAt(key));

    /// <summary>A parent looks for what became of its children.</summary>
    private bool HasOpenParent(string id) =>
        id.IndexOf('-', StringComparison.Ordinal) is > 0 and var end && store.Committed.Has($"Target/Pending/{id[..end]}");
}
