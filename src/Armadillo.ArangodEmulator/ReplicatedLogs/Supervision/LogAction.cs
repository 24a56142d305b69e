using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>One step of the supervision towards what Target wants; a round does at most one for each log.</summary>
/// <param name="Type">Name in the trace of actions.</param>
/// <param name="Details">What else the trace says.</param>
internal sealed record LogAction(string Type, JsonObject Details)
{
    /// <summary>The new plan; null leaves it.</summary>
    public LogPlan? Plan { get; private init; }

    /// <summary>Changed keys of Current's supervision.</summary>
    public JsonObject Noted { get; private init; } = [];

    public static LogAction AddLog(LogPlan plan) => new("AddLogToPlanAction", new JsonObject
    {
        ["id"] = plan.Id.ToJson(),
        ["participants"] = ParticipantFlags.ToJson(plan.Config.Participants),
        ["leader"] = plan.Leader?.ToJson(),
        ["config"] = plan.Config.ToJson()["config"]!.DeepClone(),
    })
    {
        Plan = plan,
        Noted = new JsonObject { ["assumedWriteConcern"] = plan.Config.EffectiveWriteConcern },
    };

    public static LogAction EmptyTerm(LogPlan plan, long least) =>
        new("WriteEmptyTermAction", new JsonObject { ["minTerm"] = least }) { Plan = plan with { Term = least + 1, Leader = null } };

    public static LogAction Elect(LogPlan plan, LogLeader leader, Election election) => new("LeaderElectionAction", new JsonObject
    {
        ["election"] = election.ToJson(),
        ["electedLeader"] = leader.ToJson(),
    })
    {
        Plan = plan with { Term = plan.Term + 1, Leader = leader },
    };

    public static LogAction Switch(LogPlan plan, LogLeader leader) =>
        new("SwitchLeaderAction", new JsonObject { ["leader"] = leader.ToJson() }) { Plan = plan with { Term = plan.Term + 1, Leader = leader } };

    public static LogAction UpdateFlags(LogPlan plan, string participant, ParticipantFlags flags) =>
        ChangeParticipant("UpdateParticipantFlagsAction", plan, participant, flags);

    public static LogAction AddParticipant(LogPlan plan, string participant, ParticipantFlags flags) =>
        ChangeParticipant("AddParticipantToPlanAction", plan, participant, flags);

    public static LogAction RemoveParticipant(LogPlan plan, string participant) =>
        new("RemoveParticipantFromPlanAction", new JsonObject { ["participant"] = participant })
        {
            Plan = plan with { Config = plan.Config.With(participant, null) },
        };

    public static LogAction UpdateWriteConcern(LogPlan plan, long effective, long assumed) =>
        new("UpdateEffectiveAndAssumedWriteConcernAction", new JsonObject
        {
            ["newEffectiveWriteConcern"] = effective,
            ["newAssumedWriteConcern"] = assumed,
        })
        {
            Plan = plan with { Config = plan.Config with { Generation = plan.Config.Generation + 1, EffectiveWriteConcern = effective } },
            Noted = new JsonObject { ["assumedWriteConcern"] = assumed },
        };

    public static LogAction UpdateWaitForSync(LogPlan plan, bool waitForSync) =>
        new("UpdateWaitForSyncAction", new JsonObject { ["newWaitForSync"] = waitForSync })
        {
            Plan = plan with { Config = plan.Config with { Generation = plan.Config.Generation + 1, WaitForSync = waitForSync } },
        };

    public static LogAction AssumeWriteConcern(long assumed) =>
        new("SetAssumedWriteConcernAction", new JsonObject { ["newAssumedWriteConcern"] = assumed })
        {
            Noted = new JsonObject { ["assumedWriteConcern"] = assumed },
        };

    public static LogAction Converged(long version) =>
        new("ConvergedToTargetAction", new JsonObject { ["version"] = version }) { Noted = new JsonObject { ["targetVersion"] = version } };

    /// <summary>The entry of the trace.</summary>
    public JsonObject Trace(string time)
    {
        var description = (JsonObject)Details.DeepClone();
        description.Insert(0, "type", Type);
        return new JsonObject { ["time"] = time, ["desc"] = description };
    }

    private static LogAction ChangeParticipant(string type, LogPlan plan, string participant, ParticipantFlags flags) =>
        new(type, new JsonObject { ["participant"] = participant, ["flags"] = flags.ToJson() })
        {
            Plan = plan with { Config = plan.Config.With(participant, flags) },
        };
}
