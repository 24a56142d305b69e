using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>Which of the kept log entries a request wants: level or upto, start, search, sort, offset, size.</summary>
internal sealed record LogQuery(LogLevel Level, bool Exactly, long Start, string Search, bool Descending, int Offset, int Size)
{
    public static bool TryRead(ServerRequest request, [NotNullWhen(true)] out LogQuery? query, [NotNullWhen(false)] out string? refusal)
    {
        var level = LogLevel.Info;
        var exactly = request.Query("level") is not null;
        query = null;
        refusal = null;
        if ((request.Query("level") ?? request.Query("upto")) is { } name && !TryLevel(name, out level))
        {
            refusal = $"unknown '{(exactly ? "level" : "upto")}' log level: '{name}'";
            return false;
        }

        query = new LogQuery(
            level, exactly, Number(request.Query("start"), 0), request.Query("search") ?? "",
            string.Equals(request.Query("sort"), "desc", StringComparison.OrdinalIgnoreCase),
            (int)Number(request.Query("offset"), 0), (int)Number(request.Query("size"), int.MaxValue));
        return true;
    }

    public IReadOnlyList<LogEntry> Select(IEnumerable<LogEntry> entries)
    {
        var found = entries
            .Where(e => (Exactly ? e.Level == Level : e.Level <= Level) && e.Number >= Start)
            .Where(e => e.Message.Contains(Search, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (Descending)
        {
            found.Reverse();
        }

        return found;
    }

    public IReadOnlyList<LogEntry> Page(IReadOnlyList<LogEntry> found) => [.. found.Skip(Offset).Take(Size)];

    // The number of a level is as good as its name.
    private static bool TryLevel(string text, out LogLevel level)
    {
        if (text.Length == 1 && text[0] is >= '0' and <= '5')
        {
            level = (LogLevel)(text[0] - '0');
            return true;
        }

        return LogLevels.TryParse(text, out level);
    }

    private static long Number(string? text, long missing) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, int.MaxValue) : missing;
}
