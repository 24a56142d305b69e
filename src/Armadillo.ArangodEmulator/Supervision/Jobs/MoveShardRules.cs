using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>What a move of a shard must keep to; a job that does not is failed before it starts.</summary>
internal static class MoveShardRules
{
    /// <summary>Why the move cannot be; null when it can.</summary>
    public static string? Violated(Move move, DbServers servers, ShardGroup group)
    {
        var (from, to, isLeader, remainsFollower) = move;
        var planned = group.Planned;
        return !servers.Planned(from) ? "fromServer does not exist as DBServer in Plan"
            : !servers.Planned(to) ? "toServer does not exist as DBServer in Plan"
            : from == to ? "Source and destination of moveShard must be different"
            : servers.Cleaned(to) ? "toServer must not be in `Target/CleanedServers`"
            : servers.Failed(to) ? "toServer must not be in `Target/FailedServers`"
            : servers.Health(to) == HealthRecord.Failed ? "toServer is FAILED"
            : !isLeader && planned.Contains(to) ? "toServer must not be planned for a following shard"
            : isLeader && planned[0] != from ? "fromServer must be the leader in plan for shard"
            : !isLeader && planned.IndexOf(from) < 1 ? "fromServer must be a follower in plan for shard"
            : !planned.Contains(to) && group.Candidates.Contains(to)
                ? "toServer must not be in failoverCandidates for shard or any of its distributeShardsLike colleagues"
            : !isLeader && remainsFollower ? "remainsFollower is invalid without isLeader"
            : isLeader && planned.Contains(to) && !remainsFollower ? "remainsFollower must be true if the toServer is a follower"
            : null;
    }

    /// <summary>From where to where, and what becomes of the old server.</summary>
    internal readonly record struct Move(string From, string To, bool IsLeader, bool RemainsFollower);
}
