using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>How often this server has looked for expired documents, how many it has removed, and how often there were too many for one look.</summary>
internal sealed class ExpiryFigures
{
    private long _runs;
    private long _removed;
    private long _limitReached;

    public void Add(long removed, bool limitReached)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _removed, removed);
        if (limitReached)
        {
            Interlocked.Increment(ref _limitReached);
        }
    }

    public JsonObject ToJson() => new()
    {
        ["runs"] = Interlocked.Read(ref _runs),
        ["documentsRemoved"] = Interlocked.Read(ref _removed),
        ["limitReached"] = Interlocked.Read(ref _limitReached),
    };
}
