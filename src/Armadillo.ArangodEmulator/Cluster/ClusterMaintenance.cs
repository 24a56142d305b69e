using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/maintenance: the supervision of the whole cluster on or off.</summary>
internal static class ClusterMaintenance
{
    private const long DefaultSeconds = 3600;
    private const string Key = "arango/Supervision/Maintenance";

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    public static async Task HandleAsync(ServerRequest request, AgencyClient agency, TimeProvider time)
    {
        if (request.IsGet)
        {
            await request.OkAsync(new JsonObject { ["result"] = await ModeAsync(agency, request.Aborted) });
        }
        else if (request.Method != "PUT")
        {
            await request.MethodNotAllowedAsync();
        }
        else if (Seconds(await request.ReadJsonAsync()) is not { } seconds)
        {
            await request.ErrorAsync(400, 10, "string expected with value `on`, `off` or a number of seconds");
        }
        else
        {
            await SwitchAsync(request, agency, time, seconds);
        }
    }

    private static async Task SwitchAsync(ServerRequest request, AgencyClient agency, TimeProvider time, long seconds)
    {
        var on = seconds > 0;
        if (on)
        {
            await agency.SetAsync(Key, ClusterTime.Text(time.GetUtcNow().AddSeconds(seconds)), request.Aborted);
        }
        else
        {
            await agency.WriteAsync(new JsonObject { [Key] = AgencyOperations.Delete() }, null, request.Aborted);
        }

        var wanted = on ? "Maintenance" : "Normal";
        var startedAt = time.GetTimestamp();
        while (await ModeAsync(agency, request.Aborted) != wanted)
        {
            if (time.GetElapsedTime(startedAt) >= _limit)
            {
                await request.ErrorAsync(408, 504, "timed out while waiting for supervision to go into maintenance mode");
                return;
            }

            await Task.Delay(_look, time, request.Aborted);
        }

        await request.OkAsync(new JsonObject
        {
            ["warning"] = on
                ? $"Cluster supervision deactivated. It will be reactivated automatically in {seconds} seconds unless this call is repeated until then."
                : "Cluster supervision reactivated.",
        });
    }

    private static long? Seconds(JsonNode? body)
    {
        if (body is not JsonValue value)
        {
            return null;
        }

        if (value.TryGetValue<long>(out var number))
        {
            return number;
        }

        return value.TryGetValue<string>(out var text) ? text switch
        {
            "on" => DefaultSeconds,
            "off" => 0,
            _ => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits : null,
        }
        : null;
    }

    private static async Task<string> ModeAsync(AgencyClient agency, CancellationToken cancellationToken) =>
        (await agency.ReadAsync(cancellationToken, "/arango/Supervision/State")).TextAt("arango", "Supervision", "State", "Mode") ?? "Normal";
}
