using System.Globalization;
using System.Text;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Topologies;

/// <summary>
/// The message of a failed wait: the condition, what was last seen and how long ago, every member's state, the log lines of
/// the members that matter, a hint and the path of the artifacts.
/// </summary>
internal static class WaitExplanation
{
    private const int LogLines = 10;
    private const int LongestLine = 300;

    public static string Compose(
        string purpose, ConditionOutcome outcome, Instance? target, IReadOnlyList<Instance> members, IReadOnlyList<string> linkFaults, string directory)
    {
        var text = new StringBuilder();
        var limit = outcome.Last.IsHopeless ? "its own limit passed" : "gave up";
        text.AppendLine(CultureInfo.InvariantCulture, $"{purpose}: {limit} after {outcome.Took.TotalSeconds:0.0} s of waiting for: {outcome.Last.Condition}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  last look ({outcome.Age.TotalSeconds:0.00} s ago):");
        AppendTree(text, outcome.Last, "    ");
        AppendMembers(text, members);
        AppendLinkFaults(text, linkFaults);
        foreach (var member in Suspects(target, members))
        {
            AppendLog(text, member);
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  hint: {WaitHints.Find(target, members, linkFaults, outcome.Last)}");
        text.Append(CultureInfo.InvariantCulture, $"  artifacts: {directory}");
        return text.ToString();
    }

    private static void AppendTree(StringBuilder text, Observation seen, string indent)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{indent}{(seen.IsMet ? "[x]" : "[ ]")} {seen.Condition}{(seen.Seen.Length == 0 ? "" : $": {seen.Seen}")}");
        foreach (var part in seen.Parts)
        {
            AppendTree(text, part, indent + "    ");
        }
    }

    private static void AppendMembers(StringBuilder text, IReadOnlyList<Instance> members)
    {
        text.AppendLine("  members:");
        var width = members.Max(m => m.Name.Length);
        foreach (var member in members)
        {
            var end = member.ProcessId is { } pid
                ? string.Create(CultureInfo.InvariantCulture, $"pid {pid}")
                : member.LastExit is { } exit ? Describe(member, exit) : "no process";
            text.AppendLine(CultureInfo.InvariantCulture, $"    {member.Name.PadRight(width)}  {member.State,-9}  {member.Endpoint?.Authority ?? "-",-15}  {end}");
        }
    }

    private static void AppendLinkFaults(StringBuilder text, IReadOnlyList<string> linkFaults)
    {
        if (linkFaults.Count == 0)
        {
            return;
        }

        text.AppendLine("  faults of links:");
        foreach (var fault in linkFaults)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {fault}");
        }
    }

    private static string Describe(Instance member, Processes.ProcessExit exit) =>
        (member.Plan.Spec.ExplainExit(exit) ?? ExitMeanings.Of(exit)) is { } meaning ? $"{exit} ({meaning})" : exit.ToString();

    private static IEnumerable<Instance> Suspects(Instance? target, IReadOnlyList<Instance> members) =>
        target is not null ? [target] : members.Where(m => m.State is InstanceState.Starting or InstanceState.Crashed).Take(2);

    private static void AppendLog(StringBuilder text, Instance member)
    {
        var lines = member.Log.Tail(LogLines);
        text.AppendLine(CultureInfo.InvariantCulture, $"  {(lines.Count == 0 ? $"{member.Name} wrote no log line" : $"last log lines of {member.Name}:")}");
        foreach (var line in lines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    | {(line.Text.Length <= LongestLine ? line.Text : line.Text[..LongestLine] + "...")}");
        }
    }
}
