using System.Globalization;

namespace Armadillo.ArangodEmulator.Logging;

/// <summary>The formats of --log.time-format.</summary>
internal static class LogTime
{
    public static string Format(string format, LogEntry entry)
    {
        var time = entry.Time;
        var microseconds = (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
        return format switch
        {
            "timestamp" => (microseconds / 1_000_000).ToString(CultureInfo.InvariantCulture),
            "timestamp-millis" => (microseconds / 1e6).ToString("F3", CultureInfo.InvariantCulture),
            "timestamp-micros" => (microseconds / 1e6).ToString("F6", CultureInfo.InvariantCulture),
            "uptime" => entry.Uptime.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture),
            "uptime-millis" => entry.Uptime.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture),
            "uptime-micros" => entry.Uptime.TotalSeconds.ToString("F6", CultureInfo.InvariantCulture),
            "utc-datestring" => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "utc-datestring-millis" => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            "local-datestring" => time.LocalDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            _ => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>True for formats that are numbers: JSON lines carry them without quotes.</summary>
    public static bool IsNumber(string format) => !format.Contains("datestring", StringComparison.Ordinal);
}
