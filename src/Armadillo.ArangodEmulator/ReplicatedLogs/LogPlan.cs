using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>A process that leads: the same server after a restart is another one.</summary>
internal sealed record LogLeader(string ServerId, long RebootId)
{
    public JsonObject ToJson() => new() { ["serverId"] = ServerId, ["rebootId"] = RebootId };
}

/// <summary>A log as Plan has it. A term without a leader is the time of an election.</summary>
internal sealed record LogPlan(
    Value Id, long Term, LogLeader? Leader, ParticipantsConfig Config, string? Owner, Value? Properties)
{
    public const string OwnedByTarget = "target";

    public static string Path(string database, string id) => $"Plan/ReplicatedLogs/{database}/{id}";

    public static LogPlan From(ObjectValue value) => new(
        value["id"] ?? NullValue.Instance,
        value.NumberAt("currentTerm/term") ?? 0,
        value.TextAt("currentTerm/leader/serverId") is { } leader ? new(leader, value.NumberAt("currentTerm/leader/rebootId") ?? 0) : null,
        ParticipantsConfig.From(value.NodeAt("participantsConfig")),
        value.TextAt("owner"),
        value["properties"]);

    public JsonObject ToJson()
    {
        var term = new JsonObject { ["term"] = Term };
        if (Leader is not null)
        {
            term["leader"] = Leader.ToJson();
        }

        var plan = new JsonObject { ["id"] = Id.ToJson(), ["currentTerm"] = term, ["participantsConfig"] = Config.ToJson() };
        if (Owner is not null)
        {
            plan["owner"] = Owner;
        }

        if (Properties is not null)
        {
            plan["properties"] = Properties.ToJson();
        }

        return plan;
    }
}
