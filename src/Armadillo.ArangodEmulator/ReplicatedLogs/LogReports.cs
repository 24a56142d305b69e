using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>What a participant has to write into Current because it is not there yet.</summary>
internal static class LogReports
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<Change> Of(ReplicatedLog log, string self, ObjectValue tree, string database, string id)
    {
        lock (log.Gate)
        {
            var current = tree.NodeAt(LogCurrent.Path(database, id));
            return [.. Local(log, self, current, database, id), .. Leader(log, self, current, database, id)];
        }
    }

    private static IEnumerable<Change> Local(ReplicatedLog log, string self, ObjectValue current, string database, string id)
    {
        var status = new JsonObject { ["term"] = log.Term, ["spearhead"] = log.Entered.ToJson(), ["state"] = log.State };
        return Differs(current.At($"localStatus/{self}"), status)
            ? [Touch(log, database, id).Set($"{LogCurrent.Path(database, id)}/localStatus/{self}", status)]
            : [];
    }

    private static IEnumerable<Change> Leader(ReplicatedLog log, string self, ObjectValue current, string database, string id)
    {
        if (log.Leadership is not { } leadership)
        {
            return [];
        }

        var report = new JsonObject { ["serverId"] = self, ["term"] = log.Term, ["leadershipEstablished"] = leadership.Established };
        if (leadership.Committed is { } committed)
        {
            report["committedParticipantsConfig"] = committed.ToJson();
        }
        else if (leadership.Age > _patience)
        {
            report["commitStatus"] = leadership.CommitStatus();
        }

        return Differs(current.At("leader"), report)
            ? [Touch(log, database, id).Set($"{LogCurrent.Path(database, id)}/leader", report)]
            : [];
    }

    private static bool Differs(Value? there, JsonObject wanted) => there is null || !there.Same(Value.From(wanted));

    /// <summary>A report of a term that is over must not come after those of the next one.</summary>
    private static Change Touch(ReplicatedLog log, string database, string id) =>
        new Change().Increment("Current/Version").When($"{LogPlan.Path(database, id)}/currentTerm/term", log.Term);
}
