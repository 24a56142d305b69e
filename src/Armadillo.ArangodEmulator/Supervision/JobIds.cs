using System.Globalization;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Ids of jobs come in blocks from Sync/LatestID, which all servers share; each reign takes its own.</summary>
internal sealed class JobIds(SupervisionStore store)
{
    private const long Block = 10000;
    private long _next;
    private long _end;

    /// <summary>Takes a new block when the last one is used up; false when it could not.</summary>
    public async Task<bool> FillAsync()
    {
        if (_next < _end)
        {
            return true;
        }

        if (store.Committed.At("Sync/LatestID") is not NumberValue { Integer: { } latest }
            || !await store.WriteAsync(new Change().Increment("Sync/LatestID", Block).When("Sync/LatestID", latest)))
        {
            return false;
        }

        (_next, _end) = (latest, latest + Block);
        return true;
    }

    /// <summary>The next id; null when the block is used up within one round.</summary>
    public string? Next() => _next < _end ? (_next++).ToString(CultureInfo.InvariantCulture) : null;
}
