using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision;
using Armadillo.ArangodEmulator.Supervision.Jobs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.CollectionGroups.Supervision;

/// <summary>A move of a shard that a log carries: the log gets another participant or leader, and all shards of the log go along.</summary>
internal sealed class LogMove
{
    private readonly ObjectValue _wanted;

    private LogMove(string database, string log, ObjectValue wanted) =>
        (_wanted, Path, Reached) = (wanted, LogTarget.Path(database, log), $"{LogCurrent.Path(database, log)}/supervision/targetVersion");

    /// <summary>Where Target has the log.</summary>
    public string Path { get; }

    /// <summary>Where Current says which version of Target the log has reached.</summary>
    public string Reached { get; }

    /// <summary>The version that Target will have.</summary>
    public long Expected => (_wanted.NumberAt("version") ?? 1) + 1;

    public static bool Concerns(ObjectValue committed, ShardPlace place) => committed.NodeAt(place.CollectionPath).Has(CollectionGroup.Key);

    /// <summary>Null when the shard has no log.</summary>
    public static LogMove? Of(ObjectValue committed, ShardPlace place)
    {
        var collection = committed.NodeAt(place.CollectionPath);
        var sheaf = CollectionGroup.ShardsOf(collection).IndexOf(place.Shard);
        return sheaf >= 0 && collection.IdAt(CollectionGroup.Key) is { } id
            && CollectionGroup.In(committed, "Plan", place.Database, id) is { } group && sheaf < group.Logs.Count
            && committed.At(LogTarget.Path(place.Database, group.Logs[sheaf])) is ObjectValue wanted
                ? new LogMove(place.Database, group.Logs[sheaf], wanted)
                : null;
    }

    /// <summary>Why the move cannot be; null when it can.</summary>
    public string? Violated(MoveShardRules.Move move, DbServers servers)
    {
        var (from, to) = (_wanted.Has($"participants/{move.From}"), _wanted.Has($"participants/{move.To}"));
        return !servers.Planned(move.From) ? "fromServer does not exist as DBServer in Plan"
            : !servers.Planned(move.To) ? "toServer does not exist as DBServer in Plan"
            : servers.Cleaned(move.To) ? "toServer must not be in `Target/CleanedServers`"
            : servers.Failed(move.To) ? "toServer must not be in `Target/FailedServers`"
            : from && to && move.IsLeader ? null
            : to ? "toServer must not be a follower in plan for shard"
            : !from ? "fromServer must be a follower in plan for shard"
            : null;
    }

    /// <summary>Writes into Target what is wanted.</summary>
    public Change Write(Change change, MoveShardRules.Move move)
    {
        var target = (JsonObject)_wanted.ToJson()!;
        var participants = (JsonObject)target["participants"]!;
        if (!participants.ContainsKey(move.To))
        {
            participants.Remove(move.From);
            participants[move.To] = new JsonObject();
        }

        target["version"] = Expected;
        if (move.IsLeader)
        {
            target["leader"] = move.To;
        }
        else if ((string?)target["leader"] == move.From)
        {
            target.Remove("leader");
        }

        return change.Set(Path, target).Increment("Target/Version").WhenUnchanged(Path, _wanted);
    }
}
