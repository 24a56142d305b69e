using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// Hands the leaderships of a server to followers that have everything; what has no such follower stays, or is waited for when the job
/// says so. The moves are undone later unless the job says otherwise.
/// </summary>
internal sealed class ResignLeadershipJob(JobEntry entry) : DrainServerJob(entry)
{
    public const string Type = "resignLeadership";

    protected override bool TryUndo => Content["undoMoves"] is not BoolValue { Content: false };

    protected override bool Waits => Content.NumberAt("waitForInSyncTimeout") is not { } limit || limit <= 0 || Age.TotalSeconds < limit;

    private bool WaitsForFollowers => Content.FlagAt("waitForInSync");

    protected override string? Infeasible(ObjectValue committed, DbServers servers) =>
        servers.Available.Any(id => id != Server) ? null : $"server {Server} cannot resign";

    protected override (MoveShardRules.Move? Move, string? Reason) Plan(
        ObjectValue committed, DbServers servers, ShardPlace place, bool leads) =>
        !leads ? (null, null)
            : ShardGroup.Of(committed, place).Successor(servers, Server) is { } successor ? (new(Server, successor, true, true), null)
            : (null, WaitsForFollowers ? $"shard {place.Shard} has no follower that is in sync" : null);

    protected override JsonArray? PlanLog(DbServers servers, LogTarget target, bool leads) =>
        leads && target.Participants.Keys.FirstOrDefault(p => p != Server && servers.MayLead(p)) is { } successor
            ? new JsonArray(LogOperation("set-leader", successor))
            : [];
}
