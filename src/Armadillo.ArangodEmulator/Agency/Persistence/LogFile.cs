using System.Buffers;
using Armadillo.ArangodEmulator.Agency.Raft;
using Microsoft.Win32.SafeHandles;

namespace Armadillo.ArangodEmulator.Agency.Persistence;

/// <summary>The log on disk. One thread writes: whatever came in while it wrote goes out with one write and one sync.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly bool _sync;
    private readonly SnapshotFile _snapshots;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _pending = new();
    private ArrayBufferWriter<byte> _spare = new();
    private Action? _rewrite;
    private readonly List<(long Sequence, TaskCompletionSource Done)> _waiting = [];
    private SafeFileHandle _file;
    private long _offset;
    private long _queued;
    private long _durable;
    private bool _stopping;

    public LogFile(string directory, bool sync)
    {
        Directory.CreateDirectory(directory);
        _path = Path.Combine(directory, "log");
        _sync = sync;
        _snapshots = new SnapshotFile(directory);
        var snapshot = _snapshots.Load();
        var content = AtomicFile.Read(_path) ?? [];
        var (entries, length) = LogRecords.Read(content);
        Torn = length < content.Length;
        if (Replaced(snapshot, entries))
        {
            (entries, length) = ([], 0);
        }

        Log = new RaftLog(snapshot, entries);
        Log.IndexClients();
        FirstIndexOnDisk = Log.FirstIndex;
        _file = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(_file, length);
        _offset = length;
        _writer = new Thread(Run) { IsBackground = true, Name = "agency-log" };
        _writer.Start();
    }

    /// <summary>What was found on disk at the start.</summary>
    public RaftLog Log { get; }

    /// <summary>Whether an unfinished record was cut off at the start.</summary>
    public bool Torn { get; }

    /// <summary>Index of the first entry that the file still holds.</summary>
    public long FirstIndexOnDisk { get; private set; }

    /// <summary>Called by the writer after each write, with the sequence up to which all is on disk.</summary>
    public Action<long> Flushed { get; set; } = _ => { };

    /// <summary>Called by the writer when it cannot write; it writes nothing more then.</summary>
    public Action<IOException> Failed { get; set; } = _ => { };

    public long Append(IEnumerable<LogEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                LogRecords.WriteEntry(_pending, entry);
            }

            return Queue();
        }
    }

    public long Truncate(long from)
    {
        lock (_gate)
        {
            LogRecords.WriteTruncation(_pending, from);
            return Queue();
        }
    }

    /// <summary>Stores a snapshot; with entries given, the log file is written anew with only these.</summary>
    public long Compact(Snapshot snapshot, IReadOnlyList<LogEntry>? entries)
    {
        lock (_gate)
        {
            // All that is pending is in the entries given, or stays in front of the snapshot: order is kept either way.
            var before = _rewrite;
            _rewrite = () =>
            {
                before?.Invoke();
                _snapshots.Save(snapshot);
                if (entries is not null)
                {
                    Rewrite(entries);
                }
            };
            if (entries is not null)
            {
                FirstIndexOnDisk = entries.Count > 0 ? entries[0].Index : snapshot.Index + 1;
                _pending.ResetWrittenCount();
            }

            return Queue();
        }
    }

    /// <summary>Waits until all that was given so far is on disk.</summary>
    public Task WaitAllAsync()
    {
        lock (_gate)
        {
            if (_queued <= _durable)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_queued, done));
            return done.Task;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _work.Release();
        _writer.Join();
        _file.Dispose();
        _work.Dispose();
    }

    // After a snapshot of the leader was stored, a crash may leave entries behind that it replaced.
    private static bool Replaced(Snapshot snapshot, List<LogEntry> entries) => entries.Count > 0
        && (entries[^1].Index < snapshot.Index
            || entries[0].Index > snapshot.Index + 1
            || entries.Exists(e => e.Index == snapshot.Index && e.Term != snapshot.Term));

    private long Queue()
    {
        _queued++;
        _work.Release();
        return _queued;
    }

    private void Run()
    {
        while (true)
        {
            _work.Wait();
            ArrayBufferWriter<byte> batch;
            Action? rewrite;
            long sequence;
            lock (_gate)
            {
                if (_queued == _durable)
                {
                    if (_stopping)
                    {
                        return;
                    }

                    continue;
                }

                (batch, _pending, _spare) = (_pending, _spare, _pending);
                (rewrite, _rewrite) = (_rewrite, null);
                sequence = _queued;
            }

            try
            {
                rewrite?.Invoke();
                Write(batch);
            }
            catch (IOException e)
            {
                Failed(e);
                return;
            }

            Finish(sequence);
        }
    }

    private void Write(ArrayBufferWriter<byte> batch)
    {
        if (batch.WrittenCount > 0)
        {
            RandomAccess.Write(_file, batch.WrittenSpan, _offset);
            _offset += batch.WrittenCount;
            batch.ResetWrittenCount();
        }

        if (_sync)
        {
            RandomAccess.FlushToDisk(_file);
        }
    }

    private void Finish(long sequence)
    {
        List<TaskCompletionSource> done = [];
        lock (_gate)
        {
            _durable = sequence;
            done.AddRange(_waiting.Where(w => w.Sequence <= sequence).Select(w => w.Done));
            _waiting.RemoveAll(w => w.Sequence <= sequence);
        }

        foreach (var waiter in done)
        {
            waiter.TrySetResult();
        }

        Flushed(sequence);
    }

    private void Rewrite(IReadOnlyList<LogEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var entry in entries)
        {
            LogRecords.WriteEntry(buffer, entry);
        }

        _file.Dispose();
        AtomicFile.Write(_path, buffer.WrittenSpan, sync: true);
        _file = File.OpenHandle(_path, FileMode.Open, FileAccess.Write, FileShare.Read);
        _offset = buffer.WrittenCount;
    }
}
