namespace Armadillo.Testing.Logs;

/// <summary>Which stream of a process a line came from.</summary>
public enum LogSource
{
    /// <summary>Standard output.</summary>
    Output,

    /// <summary>Standard error.</summary>
    Error,
}

/// <summary>One line that a process wrote.</summary>
/// <param name="Time">When it was read (UTC), usually within milliseconds of when it was written.</param>
/// <param name="Source">Where it was written.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogLine(DateTimeOffset Time, LogSource Source, string Text);
