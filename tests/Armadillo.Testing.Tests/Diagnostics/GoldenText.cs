using System.Text.RegularExpressions;

namespace Armadillo.Testing.Tests.Diagnostics;

/// <summary>A message with what differs from run to run written as names: pids, times, ports, directories.</summary>
internal static partial class GoldenText
{
    public static string Normalise(string message, string directory)
    {
        var text = message.Replace(directory, "<dir>", StringComparison.Ordinal).ReplaceLineEndings("\n");
        text = Pid().Replace(text, "pid <n>");
        text = Seconds().Replace(text, "<t> s");
        return Port().Replace(text, "127.0.0.1:<port>");
    }

    [GeneratedRegex(@"pid \d+")]
    private static partial Regex Pid();

    [GeneratedRegex(@"\d+\.\d+ s\b")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();
}
