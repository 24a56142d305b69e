using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;

/// <summary>What the health checks say about the servers of a log.</summary>
internal sealed class Participants(ObjectValue committed)
{
    public bool Known(string id) => Status(id) is not null;

    public bool NotFailed(string id) => Status(id) is { } status && status != HealthRecord.Failed;

    public long? RebootId(string id) => committed.NumberAt($"Current/ServersKnown/{id}/rebootId");

    /// <summary>The process that runs as this server now; null when nobody knows it.</summary>
    public LogLeader? Process(string id) => RebootId(id) is { } rebootId ? new LogLeader(id, rebootId) : null;

    /// <summary>Whether the process that was made leader is gone.</summary>
    public bool Lost(LogLeader leader) => !NotFailed(leader.ServerId) || RebootId(leader.ServerId) != leader.RebootId;

    private string? Status(string id) => committed.TextAt($"Supervision/Health/{id}/Status");
}
