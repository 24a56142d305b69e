namespace Armadillo.ArangodEmulator.Logging;

/// <summary>The log of this process: formats, writes to all outputs, keeps the last entries for /_admin/log/entries.</summary>
internal sealed class ServerLog : IServerLog, IDisposable
{
    private const int Kept = 2048;

    private readonly Lock _lock = new();
    private readonly LogSettings _settings;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly List<LogAppender> _appenders = [];
    private readonly Queue<LogEntry> _recent = new();
    private long _count;

    public ServerLog(LogSettings settings, TopicLevels levels, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _startedAt = time.GetTimestamp();
        Levels = levels;
        foreach (var output in settings.Outputs)
        {
            if (LogAppender.TryOpen(output) is { } appender)
            {
                _appenders.Add(appender);
            }
        }
    }

    public TopicLevels Levels { get; }

    /// <summary>Letter of the role in each line when log.role is on: U until it is known, then S, C, P or A.</summary>
    public char Role { get; set; } = 'U';

    public bool IsEnabled(LogLevel level, string topic) => Levels.IsEnabled(level, topic);

    public void Log(LogLevel level, string id, string topic, string message)
    {
        if (!IsEnabled(level, topic))
        {
            return;
        }

        lock (_lock)
        {
            var entry = new LogEntry(
                ++_count, _time.GetUtcNow(), _time.GetElapsedTime(_startedAt), level, id, topic, message,
                Environment.CurrentManagedThreadId, Thread.CurrentThread.Name ?? "main");
            var line = LogLine.Format(_settings, entry, Role);
            foreach (var appender in _appenders)
            {
                if (appender.Takes(topic))
                {
                    appender.Write(line);
                }
            }

            _recent.Enqueue(entry);
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }
        }
    }

    public LogEntry[] Recent()
    {
        lock (_lock)
        {
            return [.. _recent];
        }
    }

    public void Reopen()
    {
        lock (_lock)
        {
            foreach (var appender in _appenders)
            {
                appender.Reopen();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _appenders.ForEach(static a => a.Dispose());
            _appenders.Clear();
        }
    }
}
