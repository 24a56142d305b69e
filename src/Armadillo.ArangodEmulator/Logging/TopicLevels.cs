namespace Armadillo.ArangodEmulator.Logging;

/// <summary>The level of every topic; changed at run time through /_admin/log/level.</summary>
internal sealed class TopicLevels
{
    public const string General = "general";

    private const string All = "all";

    // In the order in which they are listed.
    private static readonly string[] _topics =
    [
        "agency", "agencycomm", "agencystore", "aql", "arangosearch", "authentication", "authorization", "backup", "bench", "cache",
        "cluster", "communication", "config", "crash", "development", "dump", "engines", General, "graphs", "heartbeat", "httpclient",
        "license", "maintenance", "memory", "queries", "rep-state", "rep-wal", "replication", "replication2", "requests", "restore",
        "rocksdb", "security", "ssl", "startup", "statistics", "supervision", "syscall", "threads", "trx", "ttl", "v8", "validation", "views",
    ];

    // A plain array beside the names: a concurrent dictionary of an own type is compiled at every start.
    private readonly LogLevel[] _levels = new LogLevel[_topics.Length];

    public TopicLevels()
    {
        Array.Fill(_levels, LogLevel.Info);
        _levels[Array.IndexOf(_topics, "requests")] = LogLevel.Fatal;
    }

    public bool IsEnabled(LogLevel level, string topic)
    {
        var index = Array.IndexOf(_topics, topic);
        return level <= (index < 0 ? LogLevel.Info : _levels[index]);
    }

    public IEnumerable<(string Topic, LogLevel Level)> List() =>
        _topics.Select((topic, i) => (topic, _levels[i]));

    public TopicLevels Copy()
    {
        var copy = new TopicLevels();
        _levels.CopyTo(copy._levels, 0);
        return copy;
    }

    public void CopyFrom(TopicLevels other) => other._levels.CopyTo(_levels, 0);

    public static bool IsTopic(string topic) => topic == All || Array.IndexOf(_topics, topic) >= 0;

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
            Array.Fill(_levels, level);
            return true;
        }

        var index = Array.IndexOf(_topics, topic);
        if (index < 0)
        {
            return false;
        }

        _levels[index] = level;
        return true;
    }
}
