using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>The cursors that have more to give. One that nobody has asked for its time to live is forgotten.</summary>
internal sealed class CursorStore(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Cursor Cursor, long UsedAt)> _cursors = new(StringComparer.Ordinal);
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                Expire();
                return _cursors.Count;
            }
        }
    }

    /// <summary>A soft shutdown has begun: those that are there may be read to their end, new ones are refused.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    public Cursor Get(string id)
    {
        lock (_lock)
        {
            Expire();
            return _cursors.TryGetValue(id, out var found) ? found.Cursor : throw new DataError(404, 1600, "cursor not found");
        }
    }

    public void Keep(Cursor cursor)
    {
        lock (_lock)
        {
            if (_closed && !_cursors.ContainsKey(cursor.Id))
            {
                throw new DataError(503, 30, "Coordinator soft shutdown ongoing.");
            }

            _cursors[cursor.Id] = (cursor, time.GetTimestamp());
        }
    }

    public void Remove(Cursor cursor)
    {
        lock (_lock)
        {
            _cursors.Remove(cursor.Id);
        }
    }

    private void Expire()
    {
        foreach (var (id, (cursor, usedAt)) in _cursors.ToList())
        {
            if (time.GetElapsedTime(usedAt) > cursor.TimeToLive)
            {
                _cursors.Remove(id);
            }
        }
    }
}
