using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Moves everything from a server to others, so that it can be taken away.</summary>
internal sealed class CleanOutServerJob(JobEntry entry) : DrainServerJob(entry)
{
    public const string Type = "cleanOutServer";

    protected override string? Infeasible(ObjectValue committed, DbServers servers)
    {
        var remaining = servers.Available.Count(id => id != Server && servers.Good(id));
        return remaining < ShardGroup.MostCopies(committed) ? $"server {Server} cannot be cleaned out" : null;
    }

    protected override (MoveShardRules.Move? Move, string? Reason) Plan(
        ObjectValue committed, DbServers servers, ShardPlace place, bool leads)
    {
        var group = ShardGroup.Of(committed, place);
        if (committed.NodeAt(place.CollectionPath).TextAt("replicationFactor") is not null)
        {
            // Every server has a satellite: another one leads it, and the copy here goes when the server is cleaned.
            var successor = leads ? group.Successor(servers, Server) : null;
            return !leads ? (null, null)
                : successor is null ? (null, "Could not schedule MoveShard.")
                : (new(Server, successor, true, true), null);
        }

        return servers.Choose([.. group.Planned, .. group.Candidates, Server]) is { } target
            ? (new(Server, target, leads, false), null)
            : (null, "Could not schedule MoveShard.");
    }

    protected override JsonArray? PlanLog(DbServers servers, LogTarget target, bool leads) =>
        servers.Choose([.. target.Participants.Keys, Server]) is { } other
            ? new JsonArray(LogOperation("add-participant", other), LogOperation("remove-participant", Server))
            : target.Participants.Count > 1 ? new JsonArray(LogOperation("remove-participant", Server))
            : null;

    protected override Change NoteSuccess(Change end) => end.Set("Target/CleanedServers", Operation("push", "new"));
}
