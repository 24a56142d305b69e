using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>A job that takes something from a server by moving its shards one by one, each with a job of its own.</summary>
internal abstract class DrainServerJob(JobEntry entry) : Job(entry)
{
    private const string Leaving = "Target/ToBeCleanedServers";

    private static readonly TimeSpan _limit = TimeSpan.FromDays(1);

    protected string Server { get; } = entry.Content.TextAt("server") ?? "";

    private string Lock => $"Supervision/DBServers/{Server}";

    public override async Task StartAsync(ObjectValue committed)
    {
        var servers = Servers(committed);
        var reason = !servers.Planned(Server) ? "server does not exist as DBServer in Plan"
            : servers.Cleaned(Server) ? "server must not be in `Target/CleanedServers`"
            : servers.Failed(Server) ? "server must not be in `Target/FailedServers`"
            : null;
        if (reason is null && (committed.Has(Lock) || !servers.Good(Server)))
        {
            return;
        }

        var begin = Begin();
        reason ??= Infeasible(committed, servers);
        if (reason is null && Schedule(committed, servers, begin) is { } obstacle)
        {
            if (Waits)
            {
                return;
            }

            reason = obstacle;
        }

        if (reason is not null)
        {
            await Store.WriteAsync(Fail(reason));
            return;
        }

        // While it is at work the server is given no more shards.
        await Store.WriteAsync(begin
            .Set(Leaving, Operation("push", "new"))
            .WriteLock(Lock, Id)
            .When($"Supervision/Health/{Server}/Status", HealthRecord.Good)
            .WhenUnchanged("Target/CleanedServers", committed.At("Target/CleanedServers"))
            .WhenUnchanged("Target/FailedServers", committed.At("Target/FailedServers")));
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        if (OpenChildren(committed).Any())
        {
            if (Age > _limit)
            {
                await AbortAsync(committed, "timed out");
            }
        }
        else if (HasFailedChildren(committed))
        {
            await AbortAsync(committed, "sub job failed");
        }
        else
        {
            await EndAsync(committed, NoteSuccess(Succeed()));
        }
    }

    public override async Task<bool> AbortAsync(ObjectValue committed, string reason)
    {
        foreach (var child in Started ? OpenChildren(committed) : [])
        {
            if (child.ToJob() is { } job)
            {
                await job.AbortAsync(Store.Committed, $"parent job {Id} aborted");
            }
        }

        await EndAsync(committed, Fail($"job aborted: {reason}"));
        return true;
    }

    /// <summary>Why the server cannot be drained at all; null when it can.</summary>
    protected abstract string? Infeasible(ObjectValue committed, DbServers servers);

    /// <summary>What becomes of one shard that the server holds: the move, null for nothing, or a reason why the whole cannot be done.</summary>
    protected abstract (MoveShardRules.Move? Move, string? Reason) Plan(ObjectValue committed, DbServers servers, ShardPlace place, bool leads);

    /// <summary>What becomes of a replicated log that the server takes part in: operations of its job, none for nothing; null when the whole cannot be done.</summary>
    protected abstract JsonArray? PlanLog(DbServers servers, LogTarget target, bool leads);

    protected static JsonObject LogOperation(string name, string participant) => new() { ["operation"] = name, ["participant"] = participant };

    protected virtual Change NoteSuccess(Change end) => end;

    /// <summary>Whether what hinders the moves may pass, so that the job stays to be done.</summary>
    protected virtual bool Waits => false;

    /// <summary>Further keys of a move.</summary>
    protected virtual bool TryUndo => false;

    protected override Change Release(Change change, ObjectValue committed)
    {
        change.Set(Leaving, Operation("erase", "val"));
        return committed.TextAt(Lock) == Id ? change.Delete(Lock).When(Lock, Id) : change;
    }

    protected JsonObject Operation(string name, string key) => new() { ["op"] = name, [key] = Server };

    private string? Schedule(ObjectValue committed, DbServers servers, Change begin)
    {
        var number = 0;
        foreach (var place in ShardGroup.Prototypes(committed))
        {
            var position = (committed.TextsAt(place.PlanPath) ?? []).IndexOf(Server);
            if (position < 0)
            {
                continue;
            }

            var (move, reason) = Plan(committed, servers, place, position == 0);
            if (reason is not null)
            {
                return reason;
            }

            if (move is { } wanted)
            {
                var id = $"{Id}-{number++}";
                begin.Set($"Target/ToDo/{id}", Child(id, place, wanted))
                    .WhenUnchanged(place.PlanPath, committed.At(place.PlanPath));
            }
        }

        return ScheduleLogs(committed, servers, begin, number);
    }

    private string? ScheduleLogs(ObjectValue committed, DbServers servers, Change begin, int number)
    {
        var logs =
            from database in committed.NodeAt("Target/ReplicatedLogs").Members
            from log in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
            where log.Value is ObjectValue target && target.Has($"participants/{Server}")
            select (Database: database.Key, Log: log.Key, Target: LogTarget.From((ObjectValue)log.Value));
        foreach (var (database, log, target) in logs)
        {
            var leads = target.Leader == Server || committed.TextAt($"{LogPlan.Path(database, log)}/currentTerm/leader/serverId") == Server;
            if (PlanLog(servers, target, leads) is not { } operations)
            {
                return $"Could not schedule {ReconfigureReplicatedLogJob.Type}.";
            }

            if (operations.Count > 0)
            {
                var child = Child(ReconfigureReplicatedLogJob.Type, $"{Id}-{number++}");
                (child["database"], child["logId"], child["operations"]) = (database, target.Id.ToJson(), operations);
                begin.Set($"Target/ToDo/{(string)child["jobId"]!}", child);
            }
        }

        return null;
    }

    private JsonObject Child(string id, ShardPlace place, MoveShardRules.Move move)
    {
        var child = Child(MoveShardJob.Type, id);
        (child["database"], child["collection"], child["shard"]) = (place.Database, place.Collection, place.Shard);
        (child["fromServer"], child["toServer"]) = (move.From, move.To);
        (child["isLeader"], child["remainsFollower"], child["tryUndo"]) = (move.IsLeader, move.RemainsFollower, TryUndo);
        return child;
    }
}
