using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Takes away followers beyond those that the collection wants: first who is not well, then who is behind, the last planned first.</summary>
internal sealed class RemoveFollowerJob(JobEntry entry) : ShardJob(entry)
{
    public const string Type = "removeFollower";

    public override async Task StartAsync(ObjectValue committed)
    {
        if (await GroupAsync(committed) is not { } group)
        {
            return;
        }

        var servers = Servers(committed);
        var wanted = (int)WantedCopies(committed, Place, servers);
        var leader = group.Planned[0];
        if (group.Planned.Length <= wanted)
        {
            await Store.WriteAsync(Succeed("job no longer necessary, have few enough replicas"));
        }
        else if (committed.Has(Place.Lock))
        {
            // Another job is at work on it.
        }
        else if (!servers.Good(leader) || group.Members.Any(m => m.Leader != leader))
        {
            await Store.WriteAsync(Fail("job no longer sensible, leader has gone bad"));
        }
        else if (group.Planned.Count(id => servers.Good(id) && InSync(group, id)) < wanted)
        {
            await Store.WriteAsync(Fail("job no longer sensible, do not have few enough replicas"));
        }
        else
        {
            var removed = group.Planned.Skip(1).Reverse()
                .OrderBy(id => Rank(group, servers, id))
                .Take(group.Planned.Length - wanted)
                .ToHashSet();
            var end = group.Replan(Succeed(), planned => planned.Where(id => !removed.Contains(id))).WhenAbsent(Place.Lock);
            group.WhenCurrentUnchanged(end);
            foreach (var id in group.Planned.Where(id => !removed.Contains(id)))
            {
                end.When(HealthOf(id), HealthRecord.Good);
            }

            await Store.WriteAsync(end);
        }
    }

    /// <summary>The job goes from ToDo straight to its end.</summary>
    public override Task ContinueAsync(ObjectValue committed) => Task.CompletedTask;

    private static int Rank(ShardGroup group, DbServers servers, string id) =>
        !servers.Good(id) ? 0
        : !InSync(group, id) ? 1
        : servers.Leaving(id) ? 2
        : 3;

    private static bool InSync(ShardGroup group, string id) => group.Members.All(m => m.Current?.Contains(id) ?? false);
}
