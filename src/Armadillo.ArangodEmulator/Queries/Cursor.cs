using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>Result of a query, given away in batches.</summary>
internal sealed class Cursor(string id, List<JsonNode?> rows, int batch, bool showCount, TimeSpan timeToLive, bool allowsRetry, JsonObject extra)
{
    private readonly Lock _lock = new();
    private int _given;

    public string Id { get; } = id;

    public bool ShowCount { get; } = showCount;

    public TimeSpan TimeToLive { get; } = timeToLive;

    public bool AllowsRetry { get; } = allowsRetry;

    /// <summary>The last answer, for those who did not get it.</summary>
    public JsonObject? LastBatch { get; set; }

    public JsonObject Extra { get; } = extra;

    public int Count => rows.Count;

    public int Batches { get; private set; }

    public bool HasMore => _given < rows.Count;

    public List<JsonNode?> Take(out int batches)
    {
        lock (_lock)
        {
            var taken = rows.GetRange(_given, Math.Min(batch, rows.Count - _given));
            _given += taken.Count;
            batches = ++Batches;
            return taken;
        }
    }
}
