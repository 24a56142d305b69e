using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>The entries of one log, in memory and in a journal of the data directory. Guarded by the owner's gate.</summary>
internal sealed class LogEntries : IDisposable
{
    private readonly List<ReplicatedEntry> _entries = [];
    private readonly string _path;
    private readonly Journal _journal;

    public LogEntries(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _journal = Journal.Open(path, Replay);
    }

    /// <summary>The last entry's place; zeros while there is none.</summary>
    public TermIndex Spearhead => _entries is [.., var last] ? last.Place : default;

    public long LastIndex => _entries.Count;

    /// <summary>Index 1 is the first.</summary>
    public ReplicatedEntry this[long index] => _entries[(int)index - 1];

    /// <summary>Term of the entry; 0 before the first, null after the last.</summary>
    public long? TermAt(long index) => index == 0 ? 0 : index <= LastIndex ? this[index].Place.Term : null;

    /// <summary>Entries from an index up to, without, another one.</summary>
    public IReadOnlyList<ReplicatedEntry> Range(long start, long stop)
    {
        var (first, end) = (Math.Max(start, 1), Math.Min(stop, LastIndex + 1));
        return end <= first ? [] : _entries.GetRange((int)first - 1, (int)(end - first));
    }

    public void Append(ReplicatedEntry entry, bool sync)
    {
        _journal.Append(entry.ToJson(), sync);
        _entries.Add(entry);
    }

    public void TruncateFrom(long index)
    {
        _journal.Append(new JsonObject { ["truncateFrom"] = index }, sync: false);
        Truncate(index);
    }

    public void Dispose() => _journal.Dispose();

    /// <summary>The log is no longer here.</summary>
    public void Delete()
    {
        _journal.Dispose();
        File.Delete(_path);
    }

    private void Replay(JsonObject record)
    {
        if (record["truncateFrom"] is { } from)
        {
            Truncate((long)from);
        }
        else
        {
            _entries.Add(ReplicatedEntry.From(record));
        }
    }

    private void Truncate(long index) => _entries.RemoveRange((int)index - 1, (int)(LastIndex - index + 1));
}
