using System.Collections.Immutable;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Gives a shard as many followers as its collection wants.</summary>
internal sealed class AddFollowerJob(JobEntry entry) : ShardJob(entry)
{
    public const string Type = "addFollower";

    public override async Task StartAsync(ObjectValue committed)
    {
        if (MayNotStartYet || await GroupAsync(committed) is not { } group)
        {
            return;
        }

        var servers = Servers(committed);
        var missing = WantedCopies(committed, Place, servers) - ReplicationEnforcement.Copies(group.Planned, servers);
        if (missing <= 0)
        {
            await Store.WriteAsync(Succeed("job no longer necessary, have enough replicas"));
            return;
        }

        if (!committed.Has(Place.Lock) && Choose(group, servers, missing) is { } chosen)
        {
            var end = group.Replan(Succeed(), planned => [.. planned, .. chosen]).WhenAbsent(Place.Lock);
            group.WhenCandidatesUnchanged(end);
            chosen.ForEach(id => end.When(HealthOf(id), HealthRecord.Good));
            await Store.WriteAsync(end);
        }
    }

    /// <summary>The job goes from ToDo straight to its end.</summary>
    public override Task ContinueAsync(ObjectValue committed) => Task.CompletedTask;

    /// <summary>All that are missing, or nobody.</summary>
    private List<string>? Choose(ShardGroup group, DbServers servers, long missing)
    {
        List<string> excluded = [.. group.Planned, .. group.Candidates];
        if (Wanted() is { Length: > 0 } wanted)
        {
            excluded.AddRange(servers.Available.Except(wanted));
        }

        var chosen = new List<string>();
        while (chosen.Count < missing)
        {
            if (servers.Choose([.. excluded, .. chosen]) is not { } id)
            {
                return null;
            }

            chosen.Add(id);
        }

        return chosen;
    }

    private ImmutableArray<string> Wanted() => Content["newFollower"] switch
    {
        StringValue one => [one.Content],
        ArrayValue several => several.Texts,
        _ => [],
    };
}
