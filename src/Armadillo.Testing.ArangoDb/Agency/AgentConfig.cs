using System.Text.Json.Nodes;

namespace Armadillo.Testing.ArangoDb.Agency;

/// <summary>What one agent says about itself and its group: GET /_api/agency/config.</summary>
/// <param name="Id">Its own id.</param>
/// <param name="LeaderId">The leader that it knows; empty when it knows none.</param>
/// <param name="Term">Raft term.</param>
/// <param name="CommitIndex">Index of the last committed log entry.</param>
/// <param name="IsLeading">Whether it leads: only a leader tells when the others last answered.</param>
/// <param name="Pool">Endpoint of every agent by id, as the agents reach each other.</param>
public sealed record AgentConfig(string Id, string LeaderId, long Term, long CommitIndex, bool IsLeading, IReadOnlyDictionary<string, string> Pool)
{
    internal static AgentConfig? Parse(JsonNode? answer)
    {
        if (answer is not JsonObject body || body["configuration"] is not JsonObject configuration)
        {
            return null;
        }

        var pool = (configuration["pool"] as JsonObject)?.ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "") ?? [];
        return new AgentConfig(
            configuration["id"]?.ToString() ?? "",
            body["leaderId"]?.ToString() ?? "",
            body["term"]?.GetValue<long>() ?? 0,
            body["commitIndex"]?.GetValue<long>() ?? 0,
            body.ContainsKey("lastAcked"),
            pool);
    }
}
