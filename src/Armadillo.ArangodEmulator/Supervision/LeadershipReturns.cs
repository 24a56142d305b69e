using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision.Jobs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Undoes the leader changes of resignLeadership: a server that gave away leaderships gets them back when it has been restarted and has
/// everything again. What does not begin in time is forgotten.
/// </summary>
internal sealed class LeadershipReturns(SupervisionStore store, JobIds ids)
{
    private const string Entries = "Target/ReturnLeadership";
    private const string Move = MoveShardJob.Type;
    private const string Log = ReconfigureReplicatedLogJob.Type;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(20);

    /// <summary>Adds to the end of a job that its move shall be undone later.</summary>
    public static Change Note(Change end, ObjectValue committed, ShardPlace place, ObjectValue job, DateTimeOffset now) =>
        Note(end, committed, place.Shard, job.TextAt("fromServer") ?? "", (Move, job.ToJson()), now);

    /// <summary>The same for a replicated log that was given another leader.</summary>
    public static Change NoteLog(Change end, ObjectValue committed, string database, string log, string server, DateTimeOffset now) =>
        Note(end, committed, log, server, (Log, new JsonObject { ["database"] = database, ["server"] = server }), now);

    private static Change Note(
        Change end, ObjectValue committed, string key, string server, (string Key, JsonNode? Value) what, DateTimeOffset now)
    {
        var path = $"{Entries}/{key}";
        var reboots = committed.NumberAt($"Current/ServersKnown/{server}/rebootId");
        return committed.Has(path) || reboots is null
            ? end
            : end.Set(path, new JsonObject
            {
                ["timeStamp"] = Iso.Text(now),
                ["removeIfNotStartedBy"] = Iso.Text(now, _patience),
                ["rebootId"] = reboots,
                [what.Key] = what.Value,
            }).WhenAbsent(path);
    }

    public async Task RunAsync()
    {
        foreach (var (key, value) in store.Committed.NodeAt(Entries).Members)
        {
            if (value is ObjectValue entry && Next(store.Committed, key, entry) is { } change)
            {
                await store.WriteAsync(change.WhenUnchanged($"{Entries}/{key}", value));
            }
        }
    }

    private Change? Next(ObjectValue committed, string key, ObjectValue entry)
    {
        var path = $"{Entries}/{key}";
        if (entry.TextAt("jobId") is { } running)
        {
            var open = committed.Has($"Target/ToDo/{running}") || committed.Has($"Target/Pending/{running}");
            return open ? null : new Change().Delete(path);
        }

        return entry.At(Move) is ObjectValue move ? NextMove(committed, path, entry, move)
            : entry.At(Log) is ObjectValue log ? NextLog(committed, path, key, entry, log)
            : null;
    }

    private bool Late(ObjectValue entry) => Iso.Time(entry.TextAt("removeIfNotStartedBy")) is not { } limit || limit < store.Time.GetUtcNow();

    private static bool Restarted(ObjectValue committed, string server, ObjectValue entry) =>
        committed.NumberAt($"Current/ServersKnown/{server}/rebootId") > entry.NumberAt("rebootId");

    private Change? NextLog(ObjectValue committed, string path, string id, ObjectValue entry, ObjectValue log)
    {
        var (database, home) = (log.TextAt("database") ?? "", log.TextAt("server") ?? "");
        var target = committed.At(LogTarget.Path(database, id)) as ObjectValue;
        if (target is null || Late(entry) || !target.Has($"participants/{home}"))
        {
            return new Change().Delete(path);
        }

        var settled = target.NumberAt("version") == committed.NumberAt($"{LogCurrent.Path(database, id)}/supervision/targetVersion");
        if (!settled || !Restarted(committed, home, entry) || !new DbServers(committed).MayLead(home) || ids.Next() is not { } next)
        {
            return null;
        }

        var job = Job.Description(ReconfigureReplicatedLogJob.Type, next, "supervision", store.Now);
        (job["database"], job["logId"]) = (database, target["id"]!.ToJson());
        job["operations"] = new JsonArray(new JsonObject { ["operation"] = "set-leader", ["participant"] = home });
        return Start(path, next, job);
    }

    private Change? NextMove(ObjectValue committed, string path, ObjectValue entry, ObjectValue move)
    {
        var place = new ShardPlace(move.TextAt("database") ?? "", move.TextAt("collection") ?? "", move.TextAt("shard") ?? "");
        var (home, leader) = (move.TextAt("fromServer") ?? "", move.TextAt("toServer") ?? "");
        var group = ShardGroup.Of(committed, place);
        if (Late(entry) || group.Planned is not [var planned, ..] || planned.TrimStart('_') != leader || !group.Planned.Contains(home))
        {
            return new Change().Delete(path);
        }

        var ready = Restarted(committed, home, entry) && new DbServers(committed).MayLead(home) && !committed.Has(place.Lock)
            && group.Members.All(m => m.Leader == leader && m.Current!.Value.Contains(home));
        return ready && ids.Next() is { } id ? Start(path, id, move, home, leader) : null;
    }

    private Change Start(string path, string id, ObjectValue move, string home, string leader)
    {
        var job = Job.Description(MoveShardJob.Type, id, "supervision", store.Now);
        foreach (var key in (string[])["database", "collection", "shard"])
        {
            job[key] = move.At(key)?.ToJson();
        }

        (job["fromServer"], job["toServer"]) = (leader, home);
        (job["isLeader"], job["remainsFollower"], job["tryUndo"]) = (true, true, false);
        return Start(path, id, job);
    }

    private Change Start(string path, string id, JsonObject job) =>
        new Change().Set($"Target/ToDo/{id}", job).Set($"{path}/jobId", id).Set($"{path}/started", store.Now);
}
