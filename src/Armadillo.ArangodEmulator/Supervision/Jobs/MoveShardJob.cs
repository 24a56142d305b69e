using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.CollectionGroups.Supervision;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// Moves a shard, or only its leadership, from one server to another. While it works it holds the shard and both servers; a server that
/// a parent job drains is held by the parent.
/// </summary>
internal sealed class MoveShardJob(JobEntry entry) : ShardJob(entry)
{
    public const string Type = "moveShard";

    // Of a shard that a log carries: the version of the log's Target that the move has made.
    private const string Expected = "expectedTargetVersion";

    private bool MovesLeader => Content.FlagAt("isLeader");

    private bool RemainsFollower => Content["remainsFollower"] is null ? MovesLeader : Content.FlagAt("remainsFollower");

    private string ToLock => $"Supervision/DBServers/{To}";

    private string FromLock => $"Supervision/DBServers/{From}";

    public override async Task StartAsync(ObjectValue committed)
    {
        var servers = Servers(committed);
        if (LogMove.Concerns(committed, Place))
        {
            await StartLoggedAsync(committed, servers);
            return;
        }

        if (await GroupAsync(committed) is not { } group)
        {
            return;
        }

        if (MoveShardRules.Violated(Request, servers, group) is { } reason)
        {
            await Store.WriteAsync(Fail(reason));
            return;
        }

        // Locked by one job means that nobody else may; locked by several readers is no hindrance.
        var swap = group.Planned.Contains(To);
        if (committed.Has(Place.Lock) || committed.TextAt(ToLock) is not null || !servers.Good(To)
            || (swap && !group.Members.All(m => m.Leader == From && m.Current!.Value.Contains(To))))
        {
            return;
        }

        if (!swap && Content.FlagAt("tryUndo"))
        {
            Note("tryUndo", false);
        }

        var begin = group.Replan(Begin(), planned => swap ? planned : MovesLeader ? [planned[0], To, .. planned[1..]] : [.. planned, To])
            .WhenUnchanged("Target/CleanedServers", committed.At("Target/CleanedServers"))
            .WhenUnchanged("Target/FailedServers", committed.At("Target/FailedServers"));
        group.WhenCandidatesUnchanged(begin);
        await Store.WriteAsync(Locked(begin));
    }

    private async Task StartLoggedAsync(ObjectValue committed, DbServers servers)
    {
        var move = LogMove.Of(committed, Place);
        if ((move is null ? "shard has no replicated log" : move.Violated(Request, servers)) is { } reason)
        {
            await Store.WriteAsync(Fail(reason));
        }
        else if (!committed.Has(Place.Lock) && committed.TextAt(ToLock) is null && servers.Good(To))
        {
            Note(Expected, move!.Expected);
            await Store.WriteAsync(Locked(move.Write(Begin(), Request)));
        }
    }

    private Change Locked(Change begin)
    {
        begin.WriteLock(Place.Lock, Id).ReadLock(ToLock, Id).When(HealthOf(To), HealthRecord.Good);
        return Parent is { } parent ? begin.WhenWriteLocked(FromLock, parent) : begin.ReadLock(FromLock, Id);
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        if (LogMove.Concerns(committed, Place))
        {
            if (LogMove.Of(committed, Place) is { } move && committed.NumberAt(move.Reached) >= Content.NumberAt(Expected))
            {
                await EndAsync(committed, Succeed());
            }

            return;
        }

        if (await GroupAsync(committed) is not { } group)
        {
            return;
        }

        var servers = Servers(committed);
        if (!group.Planned.All(servers.Expected))
        {
            await AbortAsync(committed, "failed server in Plan");
        }
        else
        {
            await (MovesLeader ? MoveLeaderAsync(committed, group) : MoveFollowerAsync(committed, group));
        }
    }

    public override async Task<bool> AbortAsync(ObjectValue committed, string reason)
    {
        if (!Started)
        {
            return await Store.WriteAsync(Fail($"job aborted (1): {reason}"));
        }

        if (LogMove.Concerns(committed, Place))
        {
            await EndAsync(committed, Fail($"job aborted: {reason}"));
            return true;
        }

        var group = ShardGroup.Of(committed, Place);
        if (!committed.Has(Place.CollectionPath) || group.Planned.IsEmpty || (MovesLeader && group.Planned[0] == To))
        {
            // Some server may already lead: the way back is longer than the way forward.
            await EndAsync(committed, Fail($"job aborted (2) - new leader already in place: {reason}"));
            return true;
        }

        await EndAsync(committed, group.Replan(Fail($"job aborted (3): {reason}"), planned => MovesLeader
            ? [From, .. planned.Where(s => s.TrimStart('_') != From && s != To), To]
            : planned.Where(s => s != To)));
        return true;
    }

    internal MoveShardRules.Move Request => new(From, To, MovesLeader, RemainsFollower);

    protected override Change Release(Change change, ObjectValue committed)
    {
        if (committed.TextAt(Place.Lock) == Id)
        {
            change.Delete(Place.Lock).When(Place.Lock, Id);
        }

        foreach (var held in (string[])[ToLock, FromLock])
        {
            if (committed.TextsAt(held)?.Contains(Id) ?? false)
            {
                change.ReadUnlock(held, Id);
            }
        }

        return change;
    }

    /// <summary>The old leader retires, then the new one takes over, then it gathers its followers.</summary>
    private async Task MoveLeaderAsync(ObjectValue committed, ShardGroup group)
    {
        var retired = "_" + From;
        if (group.Planned[0] == From)
        {
            if (group.Members.All(m => m.Current?.Contains(To) ?? false))
            {
                await Store.WriteAsync(group.Replan(Unchanged(), planned => planned.Select(s => s == From ? retired : s)));
            }
        }
        else if (group.Planned[0] == retired)
        {
            await TakeOverAsync(committed, group, retired);
        }
        else if (group.Planned[0] != To)
        {
            await EndAsync(committed, Fail("something seriously wrong"));
        }
        else if (group.Members.All(m => m.Leader == To && m.Planned[1..].Remove(From).All(s => m.Current!.Value.Contains(s))))
        {
            var end = group.Replan(Succeed(), planned => RemainsFollower ? planned : planned.Remove(From));
            await EndAsync(committed, Content.FlagAt("tryUndo") ? LeadershipReturns.Note(end, committed, Place, Content, Store.Time.GetUtcNow()) : end);
        }
    }

    private async Task TakeOverAsync(ObjectValue committed, ShardGroup group, string retired)
    {
        if (!group.Members.All(m => m.Leader == retired))
        {
            return;
        }

        // The last write of the old leader may have dropped the server that was to lead.
        if (group.Members.FirstOrDefault(m => !m.Current!.Value.Contains(To)) is { } without)
        {
            await AbortAsync(committed, $"{To} no longer holds a replica of {without.Place.CurrentPath}");
            return;
        }

        var change = group.Replan(Unchanged(), planned => [To, .. planned.Where(s => s != retired && s != To), From]);
        await Store.WriteAsync(group.WhenCurrentUnchanged(change));
    }

    private async Task MoveFollowerAsync(ObjectValue committed, ShardGroup group)
    {
        if (group.Members.All(m => m.Current is { } current && current.Length == m.Planned.Length && m.Planned.All(s => current.Contains(s))))
        {
            await EndAsync(committed, group.Replan(Succeed(), planned => planned.Remove(From)));
        }
    }

    private Change Unchanged() => new Change().WhenPresent($"Target/{Pending}/{Id}");
}
