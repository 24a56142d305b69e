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
            if (LogAppender.TryOpen(output, levels.Copy()) is { } appender)
            {
                _appenders.Add(appender);
            }
        }
    }

    /// <summary>What was set for all outputs together; single outputs may say more.</summary>
    public TopicLevels Levels { get; }

    public StructuredParameters Parameters { get; } = new();

    public IReadOnlyList<LogAppender> Appenders => _appenders;

    /// <summary>True while a failure point keeps all lines from the outputs.</summary>
    public Func<bool> IsCutOff { get; set; } = static () => false;

    public long Errors { get; private set; }

    public long Warnings { get; private set; }

    /// <summary>Letter of the role in each line when log.role is on: U until it is known, then S, C, P or A.</summary>
    public char Role { get; set; } = 'U';

    public bool IsEnabled(LogLevel level, string topic) =>
        Levels.IsEnabled(level, topic) || _appenders.Exists(a => a.Levels.IsEnabled(level, topic));

    /// <summary>Sets a level for all outputs; false when the level or topic is unknown.</summary>
    public bool TrySet(string topic, string levelName) =>
        Levels.TrySet(topic, levelName) && _appenders.TrueForAll(a => a.Levels.TrySet(topic, levelName));

    public void ResetLevels(TopicLevels initial)
    {
        Levels.CopyFrom(initial);
        _appenders.ForEach(a => a.Levels.CopyFrom(initial));
    }

    public void Log(LogLevel level, string id, string topic, string message)
    {
        if (!IsEnabled(level, topic))
        {
            return;
        }

        lock (_lock)
        {
            Errors += level == LogLevel.Error ? 1 : 0;
            Warnings += level == LogLevel.Warning ? 1 : 0;
            var entry = new LogEntry(
                ++_count, _time.GetUtcNow(), _time.GetElapsedTime(_startedAt), level, id, topic, message,
                Environment.CurrentManagedThreadId, Thread.CurrentThread.Name ?? "main")
            {
                Parameters = Parameters.Read(),
            };
            var line = LogLine.Format(_settings, entry, Role);
            var cutOff = IsCutOff();
            foreach (var appender in _appenders)
            {
                if (appender.Takes(level, topic) && !cutOff)
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

    public void ForgetRecent()
    {
        lock (_lock)
        {
            _recent.Clear();
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
