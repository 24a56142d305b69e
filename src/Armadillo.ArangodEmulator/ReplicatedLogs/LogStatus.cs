using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>What a participant tells of itself at local-status. Called under the log's gate.</summary>
internal static class LogStatus
{
    public static JsonObject Of(ReplicatedLog log, string? leader) => log switch
    {
        { Term: 0 } => new JsonObject { ["role"] = "unconfigured" },
        { Leadership: { } leadership } => Leader(log, leadership),
        _ => Follower(log, leader),
    };

    private static JsonObject Leader(ReplicatedLog log, LogLeadership leadership)
    {
        var status = Common(log, "leader");
        status["leadershipEstablished"] = leadership.Established;
        status["follower"] = new JsonObject(leadership.Followers.Select(f => KeyValuePair.Create(f.Id, (JsonNode?)new JsonObject
        {
            ["spearhead"] = f.Acknowledged.ToJson(),
            ["commitIndex"] = f.ToldCommit,
            ["state"] = new JsonObject { ["state"] = State(log, f) },
        })));
        status["lastCommitStatus"] = leadership.CommitStatus();
        status["activeParticipantsConfig"] = leadership.Active.ToJson();
        if (leadership.Committed is { } committed)
        {
            status["committedParticipantsConfig"] = committed.ToJson();
        }

        return status;
    }

    private static string State(ReplicatedLog log, FollowerLink link) =>
        link.LastError is not null ? "error-backoff"
        : link.Acknowledged.Index >= log.Entries.LastIndex && link.ToldCommit >= log.CommitIndex ? "up-to-date"
        : "request-in-flight";

    private static JsonObject Follower(ReplicatedLog log, string? leader)
    {
        var status = Common(log, "follower");
        if (leader is not null)
        {
            status["leader"] = leader;
        }

        return status;
    }

    private static JsonObject Common(ReplicatedLog log, string role) => new()
    {
        ["role"] = role,
        ["local"] = new JsonObject
        {
            ["commitIndex"] = log.CommitIndex,
            ["firstIndex"] = 1,
            ["spearhead"] = log.Entries.Spearhead.ToJson(),
        },
        ["term"] = log.Term,
    };
}
