namespace Armadillo.ArangodEmulator.Agency.Raft;

/// <summary>The log in memory: a snapshot and the entries that are kept. Not thread safe; guarded by the owner's gate.</summary>
internal sealed class RaftLog(Snapshot snapshot, IEnumerable<LogEntry> entries)
{
    private readonly List<LogEntry> _entries = [.. entries];
    private readonly Dictionary<string, long> _clients = [];

    public Snapshot Snapshot { get; private set; } = snapshot;

    public long FirstIndex => _entries.Count > 0 ? _entries[0].Index : Snapshot.Index + 1;

    public long LastIndex => _entries.Count > 0 ? _entries[^1].Index : Snapshot.Index;

    public long LastTerm => _entries.Count > 0 ? _entries[^1].Term : Snapshot.Term;

    public IReadOnlyList<LogEntry> Entries => _entries;

    public LogEntry this[long index] => _entries[(int)(index - _entries[0].Index)];

    public bool Holds(long index) => _entries.Count > 0 && index >= _entries[0].Index && index <= _entries[^1].Index;

    /// <summary>Term of the entry, or null when it is not here (too old or not yet written).</summary>
    public long? TermAt(long index) => Holds(index) ? this[index].Term : index == Snapshot.Index ? Snapshot.Term : null;

    public void IndexClients()
    {
        foreach (var entry in _entries)
        {
            Remember(entry);
        }
    }

    /// <summary>Index that the last transaction of this client id got, or 0.</summary>
    public long IndexOf(string clientId) => _clients.GetValueOrDefault(clientId);

    public void Append(LogEntry entry)
    {
        _entries.Add(entry);
        Remember(entry);
    }

    public void TruncateFrom(long index)
    {
        var from = (int)(index - FirstIndex);
        Forget(from, _entries.Count - from);
    }

    public List<LogEntry> Range(long from, long to, int most)
    {
        if (!Holds(from) || to < from)
        {
            return [];
        }

        return _entries.GetRange((int)(from - _entries[0].Index), (int)Math.Min(Math.Min(to, LastIndex) - from + 1, most));
    }

    /// <summary>Takes over a newer snapshot and drops the entries before <paramref name="keepFrom"/>.</summary>
    public void Compact(Snapshot snapshot, long keepFrom)
    {
        Snapshot = snapshot;
        if (_entries.Count > 0 && keepFrom > _entries[0].Index)
        {
            Forget(0, (int)Math.Min(keepFrom - _entries[0].Index, _entries.Count));
        }
    }

    /// <summary>Replaces everything by a snapshot that the leader sent.</summary>
    public void Restart(Snapshot snapshot)
    {
        Forget(0, _entries.Count);
        Snapshot = snapshot;
    }

    private void Remember(LogEntry entry)
    {
        if (entry.ClientId.Length > 0)
        {
            _clients[entry.ClientId] = entry.Index;
        }
    }

    private void Forget(int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            if (_clients.TryGetValue(_entries[i].ClientId, out var index) && index == _entries[i].Index)
            {
                _clients.Remove(_entries[i].ClientId);
            }
        }

        _entries.RemoveRange(from, count);
    }
}
