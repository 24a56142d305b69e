namespace Armadillo.ArangodEmulator.Logging;

/// <summary>arangod's log: every line has a level, a five-digit id and a topic (data of the recorded ids: log-ids).</summary>
internal interface IServerLog
{
    void Log(LogLevel level, string id, string topic, string message);

    bool IsEnabled(LogLevel level, string topic);
}

internal enum LogLevel
{
    Fatal,
    Error,
    Warning,
    Info,
    Debug,
    Trace,
}
