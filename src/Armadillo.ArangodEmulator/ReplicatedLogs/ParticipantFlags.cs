using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>What one participant of a log may do.</summary>
/// <param name="Forced">Nothing is committed without it.</param>
/// <param name="AllowedInQuorum">Its acknowledgement counts.</param>
/// <param name="AllowedAsLeader">It may be elected.</param>
internal sealed record ParticipantFlags(bool Forced, bool AllowedInQuorum, bool AllowedAsLeader)
{
    public static ImmutableSortedDictionary<string, ParticipantFlags> Map(ObjectValue participants) =>
        participants.Members.ToImmutableSortedDictionary(p => p.Key, p => From(p.Value as ObjectValue ?? ObjectValue.Empty), StringComparer.Ordinal);

    public static JsonObject ToJson(IReadOnlyDictionary<string, ParticipantFlags> participants) =>
        new(participants.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value.ToJson())));

    public JsonObject ToJson() => new()
    {
        ["allowedAsLeader"] = AllowedAsLeader,
        ["allowedInQuorum"] = AllowedInQuorum,
        ["forced"] = Forced,
    };

    /// <summary>What is not said is usual: counts, may lead, is not forced.</summary>
    private static ParticipantFlags From(ObjectValue flags) => new(
        flags.FlagAt("forced"),
        flags["allowedInQuorum"] is null || flags.FlagAt("allowedInQuorum"),
        flags["allowedAsLeader"] is null || flags.FlagAt("allowedAsLeader"));
}
