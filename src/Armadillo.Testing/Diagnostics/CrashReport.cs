using System.Globalization;
using System.Text;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Diagnostics;

/// <summary>All that is known about an unannounced exit, as data and as text. Holds no secrets: those are never on a command line.</summary>
public sealed record CrashReport
{
    /// <summary>Name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>Its role.</summary>
    public required string Role { get; init; }

    /// <summary>Name of the topology.</summary>
    public required string Topology { get; init; }

    /// <summary>Which server ran, as the topology's spec says.</summary>
    public required string Server { get; init; }

    /// <summary>Pid and start time of the process.</summary>
    public required ProcessIdentity Process { get; init; }

    /// <summary>How it ended.</summary>
    public required ProcessExit Exit { get; init; }

    /// <summary>What the exit means for this program, when something is known.</summary>
    public string? Meaning { get; init; }

    /// <summary>Time from launch to exit.</summary>
    public required TimeSpan Uptime { get; init; }

    /// <summary>Its command line, ready for a shell.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The last log lines, oldest first.</summary>
    public required IReadOnlyList<LogLine> LastLines { get; init; }

    /// <summary>The lines of the whole tail that the kit marks as important: errors, fatal ones, crash lines.</summary>
    public required IReadOnlyList<LogLine> ImportantLines { get; init; }

    /// <summary>Core file, when one was written where the process ran.</summary>
    public string? CoreFile { get; init; }

    /// <summary>Whether the program said that another process has its port.</summary>
    public bool IsPortConflict { get; init; }

    /// <summary>The instance's directory with data and logs; kept.</summary>
    public required string Directory { get; init; }

    /// <summary>The faults of links that were there, in words with their age, oldest first.</summary>
    public IReadOnlyList<string> LinkFaults { get; init; } = [];

    /// <summary>Test that was running, when one was known.</summary>
    public string? Test { get; init; }

    /// <summary>One line: who, how, after how long.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Instance} ({Process}) crashed: {Exit}{(Meaning is null ? "" : $" ({Meaning})")}, {Uptime.TotalSeconds:0.0} s after its launch");

    /// <summary>The report for people.</summary>
    /// <param name="messageLines">How many log lines at most.</param>
    public string ToText(int messageLines = 30)
    {
        var text = new StringBuilder(Summary);
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"  topology: {Topology}, running {Server}{(Test is null ? "" : $", during {Test}")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  command:  {CommandLine}");
        foreach (var fault in LinkFaults)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  links:    {fault}");
        }

        if (CoreFile is not null)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  core:     {CoreFile}");
        }

        AppendLines(text, "important log lines", [.. ImportantLines.Except(LastLines).TakeLast(messageLines)]);
        AppendLines(text, "last log lines", [.. LastLines.TakeLast(messageLines)]);
        if (LastLines.Count == 0)
        {
            text.AppendLine("  it wrote no log line");
        }

        text.Append(CultureInfo.InvariantCulture, $"  kept:     {Directory}");
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Summary;

    private static void AppendLines(StringBuilder text, string title, IReadOnlyList<LogLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  {title}:");
        foreach (var line in lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    | {line.Text}");
        }
    }
}
