using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>
/// Looks after every log that Target wants, one step a round, and forgets those that it does not want any more. What hinders a log is
/// reported when nothing has moved for fifteen rounds: most hindrances pass by themselves.
/// </summary>
internal sealed class ReplicatedLogsRound(SupervisionStore store, TimeSpan frequency)
{
    private const int QuietRounds = 15;
    private const string Report = "StatusReport";
    private const string Modified = "lastTimeModified";

    public async Task RunAsync()
    {
        foreach (var (database, id) in Logs(store.Committed, "Target"))
        {
            await CheckAsync(database, id);
        }

        foreach (var (database, id) in Logs(store.Committed, "Plan"))
        {
            await ForgetAsync(database, id);
        }
    }

    private static IEnumerable<(string Database, string Id)> Logs(ObjectValue committed, string section) =>
        from database in committed.NodeAt($"{section}/ReplicatedLogs").Members
        from log in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
        where log.Value is ObjectValue
        select (database.Key, log.Key);

    private async Task ForgetAsync(string database, string id)
    {
        var (target, plan) = (LogTarget.Path(database, id), LogPlan.Path(database, id));
        if (!store.Committed.Has(target) && store.Committed.TextAt($"{plan}/owner") == LogPlan.OwnedByTarget)
        {
            await store.WriteAsync(new Change()
                .Delete(plan).Delete(LogCurrent.Path(database, id))
                .Increment("Plan/Version").Increment("Current/Version")
                .WhenAbsent(target));
        }
    }

    private async Task CheckAsync(string database, string id)
    {
        var committed = store.Committed;
        var wanted = committed.NodeAt(LogTarget.Path(database, id));
        var planned = committed.At(LogPlan.Path(database, id)) as ObjectValue;
        var reported = committed.NodeAt(LogCurrent.Path(database, id));
        var target = LogTarget.From(wanted);
        var checks = new LogChecks(
            target, planned is null ? null : LogPlan.From(planned), LogCurrent.From(reported), new Participants(committed));
        var decision = checks.Run(id);
        if (Noted(reported.NodeAt("supervision"), decision) is not { } noted)
        {
            return;
        }

        var change = new Change()
            .Set($"{LogCurrent.Path(database, id)}/supervision", noted)
            .Increment("Current/Version")
            .WhenUnchanged(LogTarget.Path(database, id), wanted)
            .WhenUnchanged(LogPlan.Path(database, id), planned);
        if (decision.Action?.Plan is { } plan)
        {
            change.Set(LogPlan.Path(database, id), plan.ToJson()).Increment("Plan/Version");
        }

        if (decision.Action is { } action && target.MaxActionsTraceLength > 0)
        {
            change.Set($"{LogCurrent.Path(database, id)}/actions", new JsonObject
            {
                ["op"] = "push-queue",
                ["new"] = action.Trace(store.Now),
                ["len"] = target.MaxActionsTraceLength,
            });
        }

        await store.WriteAsync(change);
    }

    /// <summary>What Current shall say of the supervision; null when it says so already.</summary>
    private JsonObject? Noted(ObjectValue before, LogDecision decision)
    {
        var noted = (JsonObject)before.ToJson()!;
        foreach (var (key, value) in decision.Action?.Noted ?? [])
        {
            noted[key] = value?.DeepClone();
        }

        if (decision.Action is not null)
        {
            noted[Modified] = store.Now;
            if (decision.Action.Noted.ContainsKey("targetVersion"))
            {
                noted.Remove(Report);
            }
        }
        else if (Iso.Time(before.TextAt(Modified)) is { } last && store.Time.GetUtcNow() - last <= frequency * QuietRounds)
        {
            return null;
        }
        else if (decision.Report.Count == 0)
        {
            noted.Remove(Report);
        }
        else
        {
            noted[Report] = decision.Report.DeepClone();
        }

        return decision.Action is null && Value.From(noted).Same(before) ? null : noted;
    }
}
