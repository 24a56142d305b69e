namespace Armadillo.Testing.Logs;

/// <summary>A place in both files of an instance's log.</summary>
/// <param name="Output">Bytes of standard output before it.</param>
/// <param name="Error">Bytes of standard error before it.</param>
internal readonly record struct LogMark(long Output, long Error);

/// <summary>What an instance wrote from a mark on.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="SkippedBytes">How much of its begin was left out because the slice is long.</param>
internal sealed record LogSlice(IReadOnlyList<LogLine> Lines, long SkippedBytes);
