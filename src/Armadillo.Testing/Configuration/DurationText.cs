using System.Globalization;

namespace Armadillo.Testing.Configuration;

/// <summary>Times with their unit. A bare number is none: .NET would take it for days, people for seconds or milliseconds.</summary>
internal static class DurationText
{
    private const string Infinite = "infinite";

    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    public static object? Read(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Equals(Infinite, StringComparison.OrdinalIgnoreCase))
        {
            return Timeout.InfiniteTimeSpan;
        }

        foreach (var (unit, milliseconds) in Units)
        {
            if (trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(trimmed[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count))
            {
                return count * milliseconds <= int.MaxValue ? TimeSpan.FromMilliseconds(count * milliseconds) : null;
            }
        }

        return trimmed.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    public static string Write(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? Infinite : time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
}
