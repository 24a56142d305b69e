namespace Armadillo.ArangodEmulator.Logging;

/// <summary>One thing that was logged.</summary>
internal sealed record LogEntry(
    long Number, DateTimeOffset Time, TimeSpan Uptime, LogLevel Level, string Id, string Topic, string Message, int ThreadId, string ThreadName)
{
    /// <summary>Structured parameters: names and values, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Parameters { get; init; } = [];
}
