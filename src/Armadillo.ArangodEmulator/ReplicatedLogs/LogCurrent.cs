using System.Collections.Immutable;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>What a participant said when it entered a term: nothing of an earlier term can reach its log from then on.</summary>
internal sealed record LocalStatus(long Term, TermIndex Spearhead, string State)
{
    /// <summary>There is no leader yet, or none that has spoken.</summary>
    public const string Connecting = "Connecting";

    public const string Operational = "ServiceOperational";

    public static LocalStatus From(ObjectValue value) =>
        new(value.NumberAt("term") ?? 0, TermIndex.From(value.NodeAt("spearhead")), value.TextAt("state") ?? "");
}

/// <summary>What the leader said: the configuration that a quorum has, and whether its first entry is committed.</summary>
internal sealed record LeaderReport(string ServerId, long Term, bool Established, ParticipantsConfig? Committed);

/// <summary>A log as its participants and the supervision report it.</summary>
internal sealed record LogCurrent(ImmutableSortedDictionary<string, LocalStatus> Participants, LeaderReport? Leader, ObjectValue? Supervision)
{
    public static string Path(string database, string id) => $"Current/ReplicatedLogs/{database}/{id}";

    public static LogCurrent From(ObjectValue value) => new(
        value.NodeAt("localStatus").Members
            .Where(p => p.Value is ObjectValue)
            .ToImmutableSortedDictionary(p => p.Key, p => LocalStatus.From((ObjectValue)p.Value), StringComparer.Ordinal),
        value.TextAt("leader/serverId") is { } leader
            ? new(
                leader,
                value.NumberAt("leader/term") ?? 0,
                value.FlagAt("leader/leadershipEstablished"),
                value.At("leader/committedParticipantsConfig") is ObjectValue committed ? ParticipantsConfig.From(committed) : null)
            : null,
        value["supervision"] as ObjectValue);
}
