using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Topologies;

/// <summary>Gathers what is left of a crashed instance.</summary>
internal static class CrashAnalysis
{
    private const int LastLines = 30;

    public static CrashReport Analyse(string topology, string server, Instance instance, ProcessExit exit, TimeSpan uptime, IReadOnlyList<string> linkFaults, string? test)
    {
        var tail = instance.Log.Tail(int.MaxValue);
        return new CrashReport
        {
            Instance = instance.Name,
            Role = instance.Role,
            Topology = topology,
            Server = server,
            Process = instance.LastIdentity ?? instance.Plan.Spec.External?.Process ?? default,
            Exit = exit,
            Meaning = instance.Plan.Spec.ExplainExit(exit) ?? ExitMeanings.Of(exit),
            Uptime = uptime,
            CommandLine = instance.Plan.CommandLine,
            LastLines = [.. tail.TakeLast(LastLines)],
            ImportantLines = [.. tail.Where(line => instance.Plan.Spec.IsImportantLogLine(line.Text))],
            CoreFile = exit.CoreDumped ? FindCore(instance.Directories.Root) : null,
            IsPortConflict = instance.Plan.Spec.IsPortConflict(exit, [.. tail.Select(line => line.Text)]),
            Directory = instance.Directories.Root,
            LinkFaults = linkFaults,
            Test = test,
        };
    }

    private static string? FindCore(string directory) => Directory.EnumerateFiles(directory, "core*").FirstOrDefault();
}
