using System.Globalization;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Times as the agency tree holds them: UTC, seconds, a Z at the end.</summary>
internal static class Iso
{
    public static readonly string Epoch = Text(DateTimeOffset.UnixEpoch);

    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time to come; what lies beyond the calendar is its end.</summary>
    public static string Text(DateTimeOffset now, TimeSpan delay) =>
        Text(delay < DateTimeOffset.MaxValue - now ? now + delay : DateTimeOffset.MaxValue);

    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
