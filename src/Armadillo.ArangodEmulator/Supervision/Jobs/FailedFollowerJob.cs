using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// A follower that has failed is replaced at once by another server. It stays planned as the last one, in case that it comes back sooner.
/// </summary>
internal sealed class FailedFollowerJob(JobEntry entry) : ShardJob(entry)
{
    public const string Type = "failedFollower";

    public override async Task StartAsync(ObjectValue committed)
    {
        if (MayNotStartYet || await GroupAsync(committed) is not { } group)
        {
            return;
        }

        var servers = Servers(committed);
        if (!group.Planned.Contains(From))
        {
            await Store.WriteAsync(Succeed($"Server no longer found in Plan for collection {Place.Collection}, our job is done."));
        }
        else if (servers.Health(From) != HealthRecord.Failed)
        {
            await Store.WriteAsync(Fail($"Server {From} no longer failing."));
        }
        else if (committed.At(Place.Lock) is { } holder)
        {
            await JobQueue.AbortHoldersAsync(Store, committed, holder, "failed follower requests abort");
        }
        else if (servers.Choose([.. group.Planned, .. group.Candidates], idle: true) is not { } replacement)
        {
            await Store.WriteAsync(Fail("Did not find available alternative server"));
        }
        else
        {
            Note("toServer", replacement);
            Note("timeStarted", Store.Now);
            await Store.WriteAsync(group.Replan(Succeed(), planned => [.. planned.Select(s => s == From ? replacement : s), From])
                .When(HealthOf(From), HealthRecord.Failed)
                .When(HealthOf(replacement), HealthRecord.Good)
                .WhenAbsent($"Supervision/DBServers/{replacement}")
                .WhenAbsent(Place.Lock));
        }
    }

    /// <summary>The job goes from ToDo straight to its end.</summary>
    public override Task ContinueAsync(ObjectValue committed) => Task.CompletedTask;
}
