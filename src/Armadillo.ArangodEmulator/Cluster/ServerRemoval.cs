using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Debugging;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>POST /_admin/cluster/removeServer: forgets a failed server that has no duty any more.</summary>
internal static class ServerRemoval
{
    private const int Tries = 60;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>True while a shard is planned on the server, or reported as in sync there.</summary>
    public static bool IsInUse(JsonNode? arango, string id) =>
        Collections(arango.At("Plan", "Collections"))
            .SelectMany(static c => c.At("shards") as JsonObject ?? [])
            .Any(shard => Names(shard.Value, id))
        || Collections(arango.At("Current", "Collections"))
            .SelectMany(static c => c as JsonObject ?? [])
            .Any(shard => Names(shard.Value.At("servers"), id));

    public static async Task HandleAsync(
        ServerRequest request, AgencyClient agency, FailurePoints failurePoints, TimeProvider time)
    {
        if (request.Method != "POST")
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var body = await request.ReadJsonAsync();
        var id = body.TextAt("server") ?? body.TextAt();
        if (string.IsNullOrEmpty(id))
        {
            await request.ErrorAsync(400, 10, "expecting string or object with key `server`");
            return;
        }

        var tries = failurePoints.IsSet(FailurePoints.RemoveServerNoRetry) ? 1 : Tries;
        for (var i = 0; i < tries; i++)
        {
            var seen = await agency.ReadAsync(
                request.Aborted,
                "/arango/Supervision/Health",
                "/arango/Plan",
                "/arango/Current/Collections",
                "/arango/Target/MapUniqueToShortID");
            id = seen.KeysAt("arango", "Supervision", "Health")
                .FirstOrDefault(k => seen.TextAt("arango", "Target", "MapUniqueToShortID", k, "ShortName") == id) ?? id;
            if (seen.At("arango", "Supervision", "Health", id) is not JsonObject { Count: > 0 } health)
            {
                await request.ErrorAsync(404, 404, "not found");
                return;
            }

            if (health.TextAt("Status") == "FAILED"
                && !IsInUse(seen.At("arango"), id)
                && await RemoveAsync(agency, id, seen.At("arango", "Plan", "Version"), time, request.Aborted))
            {
                request.Context.Response.StatusCode = 200;
                request.Context.Response.ContentLength = 0;
                return;
            }

            if (i + 1 < tries)
            {
                await Task.Delay(_pause, time, request.Aborted);
            }
        }

        await request.ErrorAsync(412, 412, "server may not be deleted");
    }

    private static IEnumerable<JsonNode?> Collections(JsonNode? databases) =>
        (databases as JsonObject ?? []).SelectMany(static database => database.Value as JsonObject ?? []).Select(static c => c.Value);

    private static bool Names(JsonNode? servers, string id) => servers is JsonArray list
        && list.Any(s => s is JsonValue v && v.TryGetValue<string>(out var name) && name.TrimStart('_') == id);

    private static Task<bool> RemoveAsync(
        AgencyClient agency, string id, JsonNode? planVersion, TimeProvider time, CancellationToken cancellationToken)
    {
        var list = id.StartsWith("PRMR-", StringComparison.Ordinal) ? "DBServers" : "Coordinators";
        var operations = new JsonObject();
        foreach (var path in (string[])
        [
            $"Plan/{list}/{id}", $"Current/{list}/{id}", $"Current/ServersRegistered/{id}", $"Current/ServersKnown/{id}",
            $"Supervision/Health/{id}", $"Target/MapUniqueToShortID/{id}", $"Target/FailedServers/{id}",
        ])
        {
            operations[$"arango/{path}"] = AgencyOperations.Delete();
        }

        operations[$"arango/Target/RemovedServers/{id}"] = AgencyOperations.Set(ClusterTime.Text(time.GetUtcNow()));
        operations["arango/Plan/Version"] = AgencyOperations.Increment();
        operations["arango/Current/Version"] = AgencyOperations.Increment();

        // A shard that somebody plans on the server in this moment changes the version.
        var stillUnused = new JsonObject
        {
            [$"arango/Supervision/Health/{id}/Status"] = AgencyOperations.Is("FAILED"),
            [$"arango/Supervision/DBServers/{id}"] = AgencyOperations.Absent(),
            ["arango/Plan/Version"] = AgencyOperations.Is(planVersion?.DeepClone()),
        };
        return agency.WriteAsync(operations, stillUnused, cancellationToken);
    }
}
