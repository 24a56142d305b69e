using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/maintenance/ID: one DB server that the supervision leaves alone.</summary>
internal static class DbServerMaintenance
{
    private const long DefaultSeconds = 3600;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    public static async Task HandleAsync(ServerRequest request, string id, AgencyClient agency, TimeProvider time)
    {
        if (request.IsGet)
        {
            var current = await CurrentAsync(agency, id, request.Aborted);
            await request.OkAsync(current is null ? null : new JsonObject { ["result"] = current.DeepClone() });
            return;
        }

        if (request.Method != "PUT")
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var body = await request.ReadJsonAsync();
        if (body.TextAt("mode") is not ("maintenance" or "normal"))
        {
            await request.ErrorAsync(400, 10, "expecting mode 'maintenance' or 'normal'");
            return;
        }

        await SwitchAsync(request, id, agency, time, body.TextAt("mode") == "maintenance", body.NumberAt("timeout") ?? DefaultSeconds);
    }

    private static async Task SwitchAsync(
        ServerRequest request, string id, AgencyClient agency, TimeProvider time, bool on, long seconds)
    {
        var key = $"arango/Target/MaintenanceDBServers/{id}";
        var operation = on
            ? AgencyOperations.Set(new JsonObject
            {
                ["Mode"] = "maintenance",
                ["Until"] = ClusterTime.Text(time.GetUtcNow().AddSeconds(seconds)),
            })
            : AgencyOperations.Delete();
        var good = new JsonObject { [$"arango/Supervision/Health/{id}/Status"] = AgencyOperations.Is("GOOD") };
        if (!await agency.WriteAsync(new JsonObject { [key] = operation }, good, request.Aborted))
        {
            await request.ErrorAsync(412, 412, $"DB server {id} is not in state GOOD");
            return;
        }

        var startedAt = time.GetTimestamp();
        while (await CurrentAsync(agency, id, request.Aborted) is not null != on)
        {
            if (time.GetElapsedTime(startedAt) >= _limit)
            {
                await request.ErrorAsync(408, 504, "timed out while waiting for the supervision");
                return;
            }

            await Task.Delay(_look, time, request.Aborted);
        }

        await request.OkAsync();
    }

    private static async Task<JsonNode?> CurrentAsync(AgencyClient agency, string id, CancellationToken cancellationToken) =>
        (await agency.ReadAsync(cancellationToken, $"/arango/Current/MaintenanceDBServers/{id}"))
            .At("arango", "Current", "MaintenanceDBServers", id) is JsonObject { Count: > 0 } found ? found : null;
}
