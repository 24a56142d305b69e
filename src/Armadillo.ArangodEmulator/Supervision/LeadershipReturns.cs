using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
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

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(20);

    /// <summary>Adds to the end of a job that its move shall be undone later.</summary>
    public static Change Note(Change end, ObjectValue committed, ShardPlace place, ObjectValue job, DateTimeOffset now)
    {
        var path = $"{Entries}/{place.Shard}";
        var reboots = committed.NumberAt($"Current/ServersKnown/{job.TextAt("fromServer")}/rebootId");
        return committed.Has(path) || reboots is null
            ? end
            : end.Set(path, new JsonObject
            {
                ["timeStamp"] = Iso.Text(now),
                ["removeIfNotStartedBy"] = Iso.Text(now, _patience),
                ["rebootId"] = reboots,
                ["moveShard"] = job.ToJson(),
            }).WhenAbsent(path);
    }

    public async Task RunAsync()
    {
        foreach (var (shard, value) in store.Committed.NodeAt(Entries).Members)
        {
            if (value is ObjectValue entry && entry.At("moveShard") is ObjectValue move
                && Next(store.Committed, $"{Entries}/{shard}", entry, move) is { } change)
            {
                await store.WriteAsync(change.WhenUnchanged($"{Entries}/{shard}", value));
            }
        }
    }

    private Change? Next(ObjectValue committed, string path, ObjectValue entry, ObjectValue move)
    {
        if (entry.TextAt("jobId") is { } running)
        {
            var open = committed.Has($"Target/ToDo/{running}") || committed.Has($"Target/Pending/{running}");
            return open ? null : new Change().Delete(path);
        }

        var place = new ShardPlace(move.TextAt("database") ?? "", move.TextAt("collection") ?? "", move.TextAt("shard") ?? "");
        var (home, leader) = (move.TextAt("fromServer") ?? "", move.TextAt("toServer") ?? "");
        var group = ShardGroup.Of(committed, place);
        if (Iso.Time(entry.TextAt("removeIfNotStartedBy")) is not { } limit || limit < store.Time.GetUtcNow()
            || group.Planned is not [var planned, ..] || planned.TrimStart('_') != leader || !group.Planned.Contains(home))
        {
            return new Change().Delete(path);
        }

        var restarted = committed.NumberAt($"Current/ServersKnown/{home}/rebootId") > entry.NumberAt("rebootId");
        var ready = restarted && new DbServers(committed).MayLead(home) && !committed.Has(place.Lock)
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
        return new Change().Set($"Target/ToDo/{id}", job).Set($"{path}/jobId", id).Set($"{path}/started", store.Now);
    }
}
