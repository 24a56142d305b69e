using System.Collections.Immutable;

namespace Armadillo.Testing.Logs;

/// <summary>
/// What an instance writes. The process writes straight into the files, so nothing is lost and nobody slows it down; a reader
/// follows the files and keeps the last lines in memory.
/// </summary>
public sealed class InstanceLog
{
    private readonly Lock _lock = new();
    private readonly Queue<LogLine> _ring = new();
    private readonly int _capacity;
    private ImmutableArray<Action<LogLine>> _readers = [];
    private volatile Action? _onActivity;
    private long _outputAtLaunch;
    private long _errorAtLaunch;

    internal InstanceLog(string standardOutputPath, string standardErrorPath, int capacity)
    {
        StandardOutputPath = standardOutputPath;
        StandardErrorPath = standardErrorPath;
        _capacity = capacity;
    }

    /// <summary>File with everything written to standard output, over all restarts.</summary>
    public string StandardOutputPath { get; }

    /// <summary>File with everything written to standard error, over all restarts.</summary>
    public string StandardErrorPath { get; }

    /// <summary>The last lines of both streams, oldest first.</summary>
    /// <param name="count">How many at most; more than the ring keeps (500 by default) cannot be had here, the files have them.</param>
    public IReadOnlyList<LogLine> Tail(int count)
    {
        lock (_lock)
        {
            return [.. _ring.Skip(Math.Max(0, _ring.Count - count))];
        }
    }

    internal bool HasReaders => !_readers.IsEmpty;

    /// <summary>Marks the begin of a launch: what both files hold up to here belongs to earlier ones.</summary>
    internal void MarkLaunch()
    {
        _outputAtLaunch = LengthOf(StandardOutputPath);
        _errorAtLaunch = LengthOf(StandardErrorPath);
    }

    /// <summary>Every complete line since the last launch, read from the files: first standard output, then standard error.</summary>
    internal IEnumerable<LogLine> ReadSinceLaunch() =>
        ReadFrom(StandardOutputPath, _outputAtLaunch, LogSource.Output).Concat(ReadFrom(StandardErrorPath, _errorAtLaunch, LogSource.Error));

    /// <summary>How much both files hold now: the begin, or the end, of a slice.</summary>
    internal LogMark Mark() => new(LengthOf(StandardOutputPath), LengthOf(StandardErrorPath));

    /// <summary>The complete lines from a mark on, read from the files: first standard output, then standard error.</summary>
    /// <param name="mark">Where the slice begins.</param>
    /// <param name="longest">Bytes of each file at most; of a longer slice the end is given.</param>
    internal LogSlice ReadSince(LogMark mark, long longest)
    {
        var now = Mark();
        var output = Math.Max(mark.Output, now.Output - longest);
        var error = Math.Max(mark.Error, now.Error - longest);
        var lines = ReadFrom(StandardOutputPath, output, LogSource.Output).Concat(ReadFrom(StandardErrorPath, error, LogSource.Error)).ToList();
        return new LogSlice(lines, output - mark.Output + error - mark.Error);
    }

    private static IEnumerable<LogLine> ReadFrom(string path, long offset, LogSource source)
    {
        if (LengthOf(path) <= offset)
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = offset;
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } text)
        {
            yield return new LogLine(DateTimeOffset.MinValue, source, text);
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    internal void Append(LogLine line)
    {
        ImmutableArray<Action<LogLine>> readers;
        lock (_lock)
        {
            _ring.Enqueue(line);
            if (_ring.Count > _capacity)
            {
                _ring.Dequeue();
            }

            readers = _readers;
        }

        foreach (var reader in readers)
        {
            reader(line);
        }
    }

    /// <summary>Calls <paramref name="onLine"/> for every later line until the result is disposed.</summary>
    /// <param name="onLine">Must be quick and must not throw; it runs on the thread that reads the log.</param>
    public IDisposable Subscribe(Action<LogLine> onLine)
    {
        ArgumentNullException.ThrowIfNull(onLine);
        lock (_lock)
        {
            _readers = _readers.Add(onLine);
        }

        return new Subscription(this, onLine);
    }

    /// <summary>
    /// Calls <paramref name="onActivity"/> whenever something was read, until the result is disposed. Unlike a subscription to
    /// lines it does not ask for every line.
    /// </summary>
    internal IDisposable OnActivity(Action onActivity)
    {
        lock (_lock)
        {
            _onActivity += onActivity;
        }

        return new ActivityWatch(this, onActivity);
    }

    internal void NotifyActivity() => _onActivity?.Invoke();

    private sealed class ActivityWatch(InstanceLog log, Action onActivity) : IDisposable
    {
        public void Dispose()
        {
            lock (log._lock)
            {
                log._onActivity -= onActivity;
            }
        }
    }

    private sealed class Subscription(InstanceLog log, Action<LogLine> onLine) : IDisposable
    {
        public void Dispose()
        {
            lock (log._lock)
            {
                log._readers = log._readers.Remove(onLine);
            }
        }
    }
}
