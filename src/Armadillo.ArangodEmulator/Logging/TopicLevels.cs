using System.Collections.Concurrent;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>The level of every topic; changed at run time through /_admin/log/level.</summary>
internal sealed class TopicLevels
{
    public const string General = "general";

    private const string All = "all";

    private static readonly string[] _topics =
    [
        "agency", "agencycomm", "agencystore", "aql", "arangosearch", "authentication", "authorization", "backup", "bench", "cache",
        "cluster", "communication", "config", "crash", "development", "dump", "engines", General, "graphs", "heartbeat", "httpclient",
        "license", "maintenance", "memory", "queries", "rep-state", "rep-wal", "replication", "replication2", "requests", "restore",
        "rocksdb", "security", "ssl", "startup", "statistics", "supervision", "syscall", "threads", "trx", "ttl", "v8", "validation", "views",
    ];

    private readonly ConcurrentDictionary<string, LogLevel> _levels = new(StringComparer.Ordinal);

    public TopicLevels()
    {
        foreach (var topic in _topics)
        {
            _levels[topic] = topic == "requests" ? LogLevel.Fatal : LogLevel.Info;
        }
    }

    public bool IsEnabled(LogLevel level, string topic) => level <= _levels.GetValueOrDefault(topic, LogLevel.Info);

    public IEnumerable<(string Topic, LogLevel Level)> List() =>
        _levels.OrderBy(static x => x.Key, StringComparer.Ordinal).Select(static x => (x.Key, x.Value));

    /// <summary>Takes "LEVEL" or "topic=LEVEL"; false when the level or topic is unknown.</summary>
    public bool TrySet(string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? TrySet(General, assignment) : TrySet(assignment[..equals].Trim(), assignment[(equals + 1)..]);
    }

    public bool TrySet(string topic, string levelName)
    {
        if (!LogLevels.TryParse(levelName, out var level))
        {
            return false;
        }

        if (topic == All)
        {
            foreach (var name in _levels.Keys)
            {
                _levels[name] = level;
            }

            return true;
        }

        if (!_levels.ContainsKey(topic))
        {
            return false;
        }

        _levels[topic] = level;
        return true;
    }
}
