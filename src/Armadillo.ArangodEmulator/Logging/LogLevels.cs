namespace Armadillo.ArangodEmulator.Logging;

/// <summary>Names of the levels: as printed in lines, and as the log level API spells them.</summary>
internal static class LogLevels
{
    public static string Name(LogLevel level) => level switch
    {
        LogLevel.Fatal => "FATAL",
        LogLevel.Error => "ERROR",
        LogLevel.Warning => "WARNING",
        LogLevel.Info => "INFO",
        LogLevel.Debug => "DEBUG",
        _ => "TRACE",
    };

    public static bool TryParse(string text, out LogLevel level)
    {
        LogLevel? found = text.Trim().ToLowerInvariant() switch
        {
            "fatal" => LogLevel.Fatal,
            "error" or "err" => LogLevel.Error,
            "warning" or "warn" => LogLevel.Warning,
            "info" or "default" => LogLevel.Info,
            "debug" => LogLevel.Debug,
            "trace" => LogLevel.Trace,
            _ => null,
        };
        level = found ?? LogLevel.Info;
        return found is not null;
    }
}
