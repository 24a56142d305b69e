using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Recording;

/// <summary>The last things that happened, the newest first; the oldest go when their text needs more than the limit.</summary>
internal sealed class ApiRecording(bool enabled, long memoryLimit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(JsonObject Entry, int Size)> _entries = new();
    private long _size;
    private long _count;

    public bool Enabled { get; } = enabled;

    /// <summary>All that ever came, kept or not.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Add(JsonObject entry)
    {
        Interlocked.Increment(ref _count);
        if (!Enabled)
        {
            return;
        }

        var size = entry.ToJsonString().Length;
        lock (_lock)
        {
            _entries.AddFirst((entry, size));
            _size += size;
            while (_size > memoryLimit && _entries.Last is { } oldest)
            {
                _size -= oldest.Value.Size;
                _entries.RemoveLast();
            }
        }
    }

    public JsonArray Read()
    {
        lock (_lock)
        {
            return new JsonArray([.. _entries.Select(static e => e.Entry.DeepClone())]);
        }
    }
}
