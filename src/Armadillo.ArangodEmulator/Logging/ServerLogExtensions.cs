namespace Armadillo.ArangodEmulator.Logging;

/// <summary>Short forms for the levels in use.</summary>
internal static class ServerLogExtensions
{
    public static void Info(this IServerLog log, string id, string topic, string message) => log.Log(LogLevel.Info, id, topic, message);

    public static void Warning(this IServerLog log, string id, string topic, string message) =>
        log.Log(LogLevel.Warning, id, topic, message);

    public static void Error(this IServerLog log, string id, string topic, string message) => log.Log(LogLevel.Error, id, topic, message);

    public static void Fatal(this IServerLog log, string id, string topic, string message) => log.Log(LogLevel.Fatal, id, topic, message);
}
