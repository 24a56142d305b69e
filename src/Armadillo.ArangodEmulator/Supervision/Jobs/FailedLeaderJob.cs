using System.Collections.Immutable;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>A shard whose leader has failed is led by a follower that has everything.</summary>
internal sealed class FailedLeaderJob(JobEntry entry) : ShardJob(entry)
{
    public const string Type = "failedLeader";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(4620);

    public override async Task StartAsync(ObjectValue committed)
    {
        var servers = Servers(committed);
        if (await GroupAsync(committed) is not { } group)
        {
            return;
        }

        if (servers.Good(From))
        {
            await Store.WriteAsync(Fail($"Server {From} no longer failing."));
        }
        else if (Age > _limit)
        {
            await Store.WriteAsync(Fail("Timed out."));
        }
        else if (committed.At(Place.Lock) is { } holder)
        {
            await JobQueue.AbortHoldersAsync(Store, committed, holder, "failed leader requests abort");
        }
        else if (group.Successor(servers, From) is { } successor)
        {
            await LeadAsync(group, servers, successor);
        }
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        if (await GroupAsync(committed) is not { } group)
        {
            return;
        }

        if (!Servers(committed).Alive(To))
        {
            await EndAsync(committed, Fail("_to server not health"));
        }
        else if (group.Members.All(m => m.Leader == m.Planned.FirstOrDefault()))
        {
            await EndAsync(committed, Succeed());
        }
        else if (Age > _limit)
        {
            await EndAsync(committed, Fail("Timed out."));
        }
    }

    protected override Change Release(Change change, ObjectValue committed) =>
        committed.TextAt(Place.Lock) == Id ? change.Delete(Place.Lock) : change;

    private async Task LeadAsync(ShardGroup group, DbServers servers, string successor)
    {
        Note("toServer", successor);
        var begin = Begin();
        var additional = Content["addsFollower"] is null || Content.FlagAt("addsFollower")
            ? servers.Choose([.. group.Planned, .. group.Candidates], idle: true)
            : null;
        var planned = Order(group, successor, additional);
        group.Replan(begin, _ => planned);
        group.WhenCurrentUnchanged(begin);
        group.WhenCandidatesUnchanged(begin);
        await Store.WriteAsync(begin
            .WriteLock(Place.Lock, Id)
            .When(HealthOf(From), HealthRecord.Failed)
            .When(HealthOf(successor), HealthRecord.Good)
            .WhenAbsent($"Supervision/DBServers/{successor}"));
    }

    /// <summary>Who is in sync comes first, so that it is the others that are taken away when there are too many.</summary>
    private ImmutableArray<string> Order(ShardGroup group, string successor, string? additional)
    {
        var rest = group.Planned.Where(s => s != From && s != successor && !s.StartsWith('_')).ToList();
        var inSync = (group.Members[0].Current ?? []).Select(s => s.TrimStart('_')).Where(rest.Contains).Distinct().ToList();
        return [successor, .. inSync, From, .. rest.Except(inSync), .. additional is null ? (string[])[] : [additional]];
    }
}
