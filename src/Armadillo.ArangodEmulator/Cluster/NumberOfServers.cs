using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/numberOfServers: how many servers there shall be. Fewer DB servers make the supervision clean some out.</summary>
internal static class NumberOfServers
{
    /// <summary>Key of the request, place in Target, whether a value may be there.</summary>
    private static readonly (string Key, string Place, Func<JsonNode?, bool> Allowed)[] _fields =
    [
        ("numberOfDBServers", "NumberOfDBServers", IsCount),
        ("numberOfCoordinators", "NumberOfCoordinators", IsCount),
        ("cleanedServers", "CleanedServers", static v => v is JsonArray servers && servers.All(static s => s?.GetValueKind() == JsonValueKind.String)),
    ];

    public static Task HandleAsync(ServerRequest request, AgencyClient agency) => request.Method switch
    {
        "PUT" => ChangeAsync(request, agency),
        _ when request.IsGet => TellAsync(request, agency),
        _ => request.MethodNotAllowedAsync(),
    };

    private static async Task TellAsync(ServerRequest request, AgencyClient agency)
    {
        var target = (await agency.ReadAsync(request.Aborted, _fields.Select(static f => $"/arango/Target/{f.Place}"))).At("arango", "Target");
        await request.OkAsync(new JsonObject
        {
            ["numberOfDBServers"] = target.NumberAt("NumberOfDBServers"),
            ["numberOfCoordinators"] = target.NumberAt("NumberOfCoordinators"),
            ["cleanedServers"] = target.At("CleanedServers")?.DeepClone() ?? new JsonArray(),
        });
    }

    private static async Task ChangeAsync(ServerRequest request, AgencyClient agency)
    {
        if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync(errorNum: 403);
            return;
        }

        if (await request.ReadJsonAsync() is not JsonObject body)
        {
            await request.ErrorAsync(400, 10, "object expected");
            return;
        }

        var operations = new JsonObject();
        foreach (var (key, place, allowed) in _fields)
        {
            if (!body.TryGetPropertyValue(key, out var value))
            {
                continue;
            }

            if (!allowed(value))
            {
                await request.ErrorAsync(400, 10, $"{key}: {(key == "cleanedServers" ? "array of strings" : "number")} expected");
                return;
            }

            operations[$"arango/Target/{place}"] = AgencyOperations.Set(value?.DeepClone());
        }

        if (operations.Count > 0)
        {
            await agency.WriteAsync(operations, null, request.Aborted);
        }

        await request.OkAsync();
    }

    private static bool IsCount(JsonNode? value) => value is null || value.GetValueKind() == JsonValueKind.Number;
}
