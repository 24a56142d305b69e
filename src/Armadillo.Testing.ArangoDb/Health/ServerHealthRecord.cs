using System.Text.Json.Nodes;

namespace Armadillo.Testing.ArangoDb.Health;

/// <summary>One server in the cluster's health.</summary>
/// <param name="Id">Server id, for example <c>PRMR-…</c>.</param>
/// <param name="Role">Role as the server spells it: <c>DBServer</c>, <c>Coordinator</c>, <c>Agent</c>.</param>
/// <param name="ShortName">Short name, for example <c>DBServer0001</c>; <see langword="null"/> for agents.</param>
/// <param name="Endpoint">Where other servers reach it, for example <c>tcp://127.0.0.1:8530</c>; with link faults another port than it listens on.</param>
/// <param name="Health">What the supervision thinks of it.</param>
/// <param name="SyncStatus">What it said of itself in its last heartbeat, for example <c>SERVING</c>; <see langword="null"/> for agents.</param>
public sealed record ServerHealthRecord(string Id, string Role, string? ShortName, string Endpoint, ServerHealth Health, string? SyncStatus)
{
    internal static IReadOnlyList<ServerHealthRecord> ParseAll(JsonNode? answer) => answer?["Health"] is JsonObject servers
        ? [.. servers.Where(s => s.Value is JsonObject).Select(s => Parse(s.Key, s.Value!.AsObject()))]
        : [];

    private static ServerHealthRecord Parse(string id, JsonObject entry) => new(
        id,
        entry["Role"]?.ToString() ?? "",
        entry["ShortName"]?.ToString(),
        entry["Endpoint"]?.ToString() ?? "",
        entry["Status"]?.ToString() switch
        {
            "GOOD" => ServerHealth.Good,
            "BAD" => ServerHealth.Bad,
            "FAILED" => ServerHealth.Failed,
            _ => ServerHealth.Unknown,
        },
        entry["SyncStatus"]?.ToString());
}
