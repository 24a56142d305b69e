using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.CollectionGroups.Supervision;

/// <summary>Compares a group in Target, Plan and Current, in the server's order; the first thing that can be done is done.</summary>
internal sealed class GroupChecks(
    ObjectValue committed, string database, string id, CollectionGroup target, JobIds ids)
{
    private readonly string _target = CollectionGroup.Path("Target", database, id);
    private readonly string _plan = CollectionGroup.Path("Plan", database, id);
    private readonly string _current = CollectionGroup.Path("Current", database, id);
    private readonly DbServers _servers = new(committed);

    /// <summary>The next step; null when there is nothing to do, or nothing can be done now.</summary>
    public Change? Next()
    {
        if (CollectionGroup.In(committed, "Plan", database, id) is not { } plan)
        {
            return target.Collections.All(c => committed.Has($"Target/Collections/{database}/{c}"))
                ? new GroupCreation(committed, database, id, target, _servers, ids).Begin()
                : null;
        }

        return !target.Collections.Any() && !plan.Collections.Any() ? Drop(plan)
            : !target.Changeable.Same(plan.Changeable)
                ? Step().Set($"{_plan}/attributes/mutable", target.Changeable.ToJson()).Increment("Plan/Version").WhenPresent(_plan)
            : !plan.Logs.All(l => committed.Has(LogTarget.Path(database, l))) ? null
            : CheckLogs(plan)
                ?? new GroupedCollectionChecks(committed, database, id, target, plan, ids).Next()
                ?? CheckConverged(plan);
    }

    /// <summary>What a log of the group shall be like: the settings, and the number of its participants.</summary>
    private (ObjectValue Config, long Participants) Wanted()
    {
        var everywhere = target.ReplicationFactor == CollectionGroup.Everywhere;
        var copies = everywhere ? _servers.Available.Count : target.ReplicationFactor;
        var config = GroupCreation.LogConfig(everywhere ? (copies / 2) + 1 : target.WriteConcern, copies, target.WaitForSync);
        return ((ObjectValue)Value.From(config), copies);
    }

    private Change Step() => new Change().WhenPresent(_target);

    private Change Drop(CollectionGroup plan)
    {
        var change = new Change()
            .Delete(_target).Delete(_plan).Delete(_current)
            .Increment("Target/Version").Increment("Plan/Version").Increment("Current/Version")
            .WhenUnchanged($"{_target}/collections", ObjectValue.Empty)
            .WhenUnchanged($"{_plan}/collections", ObjectValue.Empty);
        foreach (var log in plan.Logs)
        {
            change.Delete(LogTarget.Path(database, log));
        }

        return change;
    }

    private Change? CheckLogs(CollectionGroup plan)
    {
        var (config, copies) = Wanted();
        foreach (var log in plan.Logs)
        {
            var path = LogTarget.Path(database, log);
            var wanted = LogTarget.From(committed.NodeAt(path));
            if (!committed.NodeAt($"{path}/config").Same(config))
            {
                return Step().Set($"{path}/config", config.ToJson()).Increment("Target/Version").WhenPresent(path);
            }

            if (wanted.Participants.Count < copies && _servers.Choose(wanted.Participants.Keys) is { } more)
            {
                return Changed(path).Set($"{path}/participants/{more}", new JsonObject());
            }

            if (wanted.Participants.Count > copies)
            {
                return Changed(path).Delete($"{path}/participants/{Dispensable(wanted, log)}");
            }
        }

        return null;
    }

    private Change Changed(string log) => Step().Increment($"{log}/version").Increment("Target/Version").WhenPresent(log);

    /// <summary>Failed servers and those that are to be cleaned go first, then followers, and only then a leader that nobody has asked for.</summary>
    private string Dispensable(LogTarget wanted, string log)
    {
        var leader = committed.TextAt($"{LogPlan.Path(database, log)}/currentTerm/leader/serverId");
        return wanted.Participants.Keys.MinBy(p => (_servers.Alive(p) && _servers.Available.Contains(p), p == leader, p == wanted.Leader))!;
    }

    private Change? CheckConverged(CollectionGroup plan)
    {
        if (target.Version is not { } version || committed.NumberAt($"{_current}/supervision/targetVersion") == version)
        {
            return null;
        }

        var reached = plan.Logs.All(l => committed.NumberAt($"{LogTarget.Path(database, l)}/version")
                == committed.NumberAt($"{LogCurrent.Path(database, l)}/supervision/targetVersion"))
            && target.Collections.All(c => CollectionGroup.ShardsOf(committed.NodeAt($"Plan/Collections/{database}/{c}"))
                .All(s => committed.Has($"Current/Collections/{database}/{c}/{s}")));
        return reached ? Step().Set($"{_current}/supervision/targetVersion", version).Increment("Current/Version") : null;
    }
}
