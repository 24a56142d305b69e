using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>GET /_admin/cluster/health: the supervision's records and, asked one by one, the agents.</summary>
internal static class ClusterHealth
{
    private static readonly TimeSpan _agentLimit = TimeSpan.FromSeconds(1);

    public static async Task HandleAsync(ServerRequest request, ServerContext server, AgencyClient agency)
    {
        if (!request.IsGet)
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var seen = await agency.ReadAsync(
            request.Aborted, "/arango/Cluster", "/arango/Supervision/Health", "/arango/Plan/Collections", "/arango/Current/Collections", "/.agency");
        var health = new JsonObject();
        foreach (var (id, record) in seen.At("arango", "Supervision", "Health") as JsonObject ?? [])
        {
            if (record is JsonObject known)
            {
                health[id] = Member(id, known, seen.At("arango"));
            }
        }

        var pool = seen.At(".agency", "pool") as JsonObject ?? [];
        var agents = await Task.WhenAll(pool.Select(x => AgentAsync(server, x.Key, x.Value!.GetValue<string>(), request.Aborted)));
        AddAgents(health, agents);
        await request.OkAsync(new JsonObject
        {
            ["ClusterId"] = seen.TextAt("arango", "Cluster"),
            ["Health"] = health,
        });
    }

    private static JsonObject Member(string id, JsonObject record, JsonNode? arango)
    {
        var member = (JsonObject)record.DeepClone();
        var failed = record.TextAt("Status") == "FAILED";
        var isDbServer = id.StartsWith("PRMR-", StringComparison.Ordinal);
        member["Role"] = isDbServer ? "DBServer" : "Coordinator";
        member["CanBeDeleted"] = failed && (!isDbServer || !ServerRemoval.IsInUse(arango, id));
        return member;
    }

    private static async Task<(string Id, string Endpoint, JsonNode? Config)> AgentAsync(
        ServerContext server, string id, string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await server.Peers.SendAsync(
                HttpMethod.Get, endpoint, "/_api/agency/config", null, _agentLimit, cancellationToken);
            return (id, endpoint, answer.Status == HttpStatusCode.OK ? answer.Body : null);
        }
        catch (HttpRequestException)
        {
            return (id, endpoint, null);
        }
    }

    private static void AddAgents(JsonObject health, (string Id, string Endpoint, JsonNode? Config)[] agents)
    {
        var acked = agents.Select(static a => a.Config.At("lastAcked")).FirstOrDefault(static a => a is not null);
        foreach (var (id, endpoint, config) in agents)
        {
            var entry = new JsonObject
            {
                ["Role"] = "Agent",
                ["Endpoint"] = endpoint,
                ["CanBeDeleted"] = false,
            };
            if (acked.At(id, "lastAckedTime") is { } ackedTime)
            {
                // Only a leader knows these, so without one they are missing.
                entry["Leading"] = config.At("lastAcked") is not null;
                entry["LastAckedTime"] = ackedTime.DeepClone();
            }

            if (config is not null)
            {
                entry["Engine"] = config.TextAt("engine");
                entry["Version"] = config.TextAt("version");
                entry["Leader"] = config.TextAt("leaderId");
            }

            entry["Status"] = config is null ? "BAD" : "GOOD";
            health[id] = entry;
        }
    }
}
