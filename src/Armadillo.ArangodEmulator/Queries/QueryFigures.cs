using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>The figures that an answer to a query carries. What the emulator has no figure for is zero, as it was in the records.</summary>
internal sealed record QueryFigures
{
    public int Written { get; init; }

    public int Ignored { get; init; }

    public int Scanned { get; init; }

    public int Filtered { get; init; }

    /// <summary>Documents found through an index.</summary>
    public int LookedUp { get; init; }

    /// <summary>Looks into an index; the emulator has no cache in front of it.</summary>
    public int Cursors { get; init; }

    /// <summary>Rows before LIMIT, when that was asked for.</summary>
    public int? FullCount { get; init; }

    /// <summary>Bytes, in the emulator's own count.</summary>
    public long PeakMemory { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>The recorded keys in their order.</summary>
    public JsonObject ToJson()
    {
        var stats = new JsonObject
        {
            ["writesExecuted"] = Written,
            ["writesIgnored"] = Ignored,
            ["documentLookups"] = LookedUp,
            ["seeks"] = 0,
            ["scannedFull"] = Scanned,
            ["scannedIndex"] = LookedUp,
            ["searchParallelism"] = 1,
            ["cursorsCreated"] = Cursors,
            ["cursorsRearmed"] = 0,
            ["cacheHits"] = 0,
            ["cacheMisses"] = Cursors,
            ["filtered"] = Filtered,
            ["httpRequests"] = 0,
        };
        if (FullCount is { } count)
        {
            stats["fullCount"] = count;
        }

        stats["executionTime"] = Elapsed.TotalSeconds;
        stats["peakMemoryUsage"] = PeakMemory;
        stats["intermediateCommits"] = 0;
        return stats;
    }
}
