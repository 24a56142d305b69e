using System.Globalization;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Ids that no other server gives, from Sync/LatestID in the blocks that were recorded.</summary>
internal sealed class IdPool(AgencyClient agency)
{
    private const long Block = 1_000_000;

    private readonly Lock _lock = new();
    private long _next;
    private long _end;

    /// <summary>Takes so many numbers from the agency; the first of them.</summary>
    public static async Task<long> ReserveAsync(AgencyClient agency, long count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await agency.ReadAsync(cancellationToken, "/arango/Sync/LatestID");
            var latest = seen.NumberAt("arango", "Sync", "LatestID") ?? 0;
            var increment = AgencyOperations.Increment();
            increment["step"] = count;
            if (await agency.WriteAsync(
                new() { ["arango/Sync/LatestID"] = increment }, new() { ["arango/Sync/LatestID"] = AgencyOperations.Is(latest) }, cancellationToken))
            {
                return latest;
            }
        }
    }

    public async Task<string> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_next < _end)
                {
                    return (_next++).ToString(CultureInfo.InvariantCulture);
                }
            }

            var first = await ReserveAsync(agency, Block, cancellationToken);
            lock (_lock)
            {
                (_next, _end) = (first, first + Block);
            }
        }
    }
}
