using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>PUT /_admin/cluster/uniqId: reserves ids for the client, or lets all later ones be larger than a number.</summary>
internal static class UniqueIds
{
    private const long MostAtOnce = 1_000_000;
    private const long LargestMinimum = 1L << 60;

    public static async Task HandleAsync(ServerRequest request, AgencyClient agency)
    {
        if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync(errorNum: 403);
            return;
        }

        if (request.Method != "PUT")
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var (number, minimum) = (request.Query("number") ?? "", request.Query("minimum") ?? "");
        if ((number.Length > 0) == (minimum.Length > 0))
        {
            await request.ErrorAsync(
                400, 10, number.Length > 0
                    ? "only one of 'number' or 'minimum' parameter can be provided"
                    : "either 'number' or 'minimum' parameter must be provided");
        }
        else if (number.Length > 0)
        {
            await (!Read(number, out var count) ? InvalidAsync(request, "number")
                : count is < 1 or > MostAtOnce ? request.ErrorAsync(400, 10, "parameter 'number' must be between 1 and 1000000")
                : ReserveAsync(request, agency, count));
        }
        else
        {
            await (!Read(minimum, out var least) ? InvalidAsync(request, "minimum")
                : least > LargestMinimum ? request.ErrorAsync(400, 10, "parameter 'minimum' must not exceed 2^60")
                : RaiseAsync(request, agency, least));
        }
    }

    private static bool Read(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static Task InvalidAsync(ServerRequest request, string name) =>
        request.ErrorAsync(400, 10, $"parameter '{name}' must be a valid positive integer");

    private static async Task ReserveAsync(ServerRequest request, AgencyClient agency, long count) =>
        await TellAsync(request, await IdPool.ReserveAsync(agency, count, request.Aborted), count);

    private static async Task RaiseAsync(ServerRequest request, AgencyClient agency, long least)
    {
        var first = await IdPool.ReserveAsync(agency, 1, request.Aborted);
        if (first >= least)
        {
            await TellAsync(request, first, 1);
            return;
        }

        var missing = least - first;
        await TellAsync(request, await IdPool.ReserveAsync(agency, missing, request.Aborted), missing);
    }

    private static Task TellAsync(ServerRequest request, long first, long count) => request.OkAsync(new JsonObject
    {
        ["smallest"] = first.ToString(CultureInfo.InvariantCulture),
        ["largest"] = (first + count - 1).ToString(CultureInfo.InvariantCulture),
    });
}
