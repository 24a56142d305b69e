using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>What a leader sends to a follower: entries that follow on one that both have, and how far the log is committed.</summary>
internal sealed record AppendRequest(
    long Term, string Leader, TermIndex Previous, long CommitIndex, bool WaitForSync, ImmutableArray<ReplicatedEntry> Entries)
{
    /// <summary>The last entry that the follower has when it took this.</summary>
    public TermIndex Last => Entries is [.., var last] ? last.Place : Previous;

    public static AppendRequest From(JsonNode body) => new(
        (long)body["leaderTerm"]!,
        (string)body["leaderId"]!,
        new TermIndex((long)body["prevLogEntry"]!["term"]!, (long)body["prevLogEntry"]!["index"]!),
        (long)body["leaderCommit"]!,
        (bool)body["waitForSync"]!,
        [.. body["entries"]!.AsArray().Select(e => ReplicatedEntry.From(e!))]);

    public JsonObject ToJson() => new()
    {
        ["leaderTerm"] = Term,
        ["leaderId"] = Leader,
        ["prevLogEntry"] = Previous.ToJson(),
        ["leaderCommit"] = CommitIndex,
        ["waitForSync"] = WaitForSync,
        ["entries"] = new JsonArray([.. Entries.Select(e => (JsonNode)e.ToJson())]),
    };
}

/// <summary>The follower's answer.</summary>
/// <param name="Term">The term that the follower is in.</param>
/// <param name="Reason">Null when it has the entries now; otherwise why not.</param>
/// <param name="Conflict">After a wrong previous entry: the index to try from.</param>
internal sealed record AppendAnswer(long Term, string? Reason, long? Conflict)
{
    public static AppendAnswer? From(JsonNode? body) => body?["term"] is { } term
        ? new((long)term, (string?)body["reason"], (long?)body["conflict"])
        : null;

    public JsonObject ToJson() => new() { ["term"] = Term, ["reason"] = Reason, ["conflict"] = Conflict };
}
