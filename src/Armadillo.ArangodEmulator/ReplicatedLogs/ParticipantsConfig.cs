using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>Who takes part in a log and how many must have an entry before it counts; each change is a new generation.</summary>
internal sealed record ParticipantsConfig(
    long Generation, ImmutableSortedDictionary<string, ParticipantFlags> Participants, long EffectiveWriteConcern, bool WaitForSync)
{
    public static ParticipantsConfig From(ObjectValue value) => new(
        value.NumberAt("generation") ?? 0,
        ParticipantFlags.Map(value.NodeAt("participants")),
        value.NumberAt("config/effectiveWriteConcern") ?? 1,
        value.FlagAt("config/waitForSync"));

    /// <summary>The next generation.</summary>
    public ParticipantsConfig With(string participant, ParticipantFlags? flags) => this with
    {
        Generation = Generation + 1,
        Participants = flags is null ? Participants.Remove(participant) : Participants.SetItem(participant, flags),
    };

    public JsonObject ToJson() => new()
    {
        ["generation"] = Generation,
        ["config"] = new JsonObject { ["effectiveWriteConcern"] = EffectiveWriteConcern, ["waitForSync"] = WaitForSync },
        ["participants"] = ParticipantFlags.ToJson(Participants),
    };
}
