using System.Globalization;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>
/// Small programs of util-linux and coreutils that set something and then become the server, so that it is in force before
/// the server's first instruction and the pid stays.
/// </summary>
internal sealed class ExecChain(string? setpriv, string? prlimit, string? nice)
{
    /// <summary>Whether servers die with a guardian that is killed even when no host is left to notice.</summary>
    internal bool HasParentDeathSignal => setpriv is not null;

    /// <summary>With what this machine has; each program is looked up once.</summary>
    internal static ExecChain Find() => new(FindFull("setpriv"), FindFull("prlimit"), SearchPath.Find("nice"));

    /// <summary>Whether the process is still the program that gives the server its parent death signal.</summary>
    internal static bool IsBeforeParentDeathSignal(int pid)
    {
        Span<byte> name = stackalloc byte[16];
        var length = ProcFile.Read(pid, "comm"u8, name);
        return length > 0 && name[..length].SequenceEqual("setpriv\n"u8);
    }

    /// <summary>The complete argument list; its first entry is the program to execute.</summary>
    internal List<string> Build(ProcessLaunch launch, string program)
    {
        var arguments = new List<string>(launch.Arguments.Count + 12);

        // A preloaded library (a sanitizer, say) is meant for the server; in setpriv it could break the start.
        if (setpriv is not null && !launch.Environment.ContainsKey("LD_PRELOAD"))
        {
            arguments.AddRange([setpriv, "--pdeathsig", "KILL", "--"]);
        }

        var limits = launch.Limits;
        if (limits.Nice is { } priority)
        {
            AddNice(launch, arguments, priority);
        }

        if (limits.CoreBytes is not null || limits.OpenFiles is not null || limits.AddressSpaceBytes is not null)
        {
            // Last, because few open files or little address space would hinder the others.
            arguments.Add(prlimit ?? throw ProgramFile.Failure(
                launch, "limits need the program prlimit. Install util-linux, or ask for no limits."));
            AddLimit(launch, arguments, "core", ResourceNumber.Core, limits.CoreBytes);
            AddLimit(launch, arguments, "nofile", ResourceNumber.OpenFiles, limits.OpenFiles);
            AddLimit(launch, arguments, "as", ResourceNumber.AddressSpace, limits.AddressSpaceBytes);
            arguments.Add("--");
        }

        arguments.Add(program);
        arguments.AddRange(launch.Arguments);
        return arguments;
    }

    private static unsafe void AddLimit(ProcessLaunch launch, List<string> arguments, string name, int resource, long? value)
    {
        if (value is not { } limit)
        {
            return;
        }

        LibC.ResourceLimit current;
        if (LibC.GetLimit(resource, &current) == 0 && (limit == long.MaxValue ? ulong.MaxValue : (ulong)limit) > current.Hard)
        {
            var hard = current.Hard.ToString(CultureInfo.InvariantCulture);
            var asked = limit.ToString(CultureInfo.InvariantCulture);
            throw ProgramFile.Failure(
                launch,
                $"the limit '{name}' of {asked} is above the hard limit {hard} of this process. Ask for less, or raise it with ulimit -H.");
        }

        var text = limit == long.MaxValue ? "unlimited" : limit.ToString(CultureInfo.InvariantCulture);
        arguments.Add($"--{name}={text}");
    }

    private void AddNice(ProcessLaunch launch, List<string> arguments, int wanted)
    {
        // nice(1) counts from where it is, the limit is absolute.
        var current = ProcStat.TryRead(Environment.ProcessId, out var self) ? self.Nice : 0;
        if (wanted == current)
        {
            return;
        }

        if (wanted < current && LibC.GetEffectiveUserId() != 0)
        {
            var asked = wanted.ToString(CultureInfo.InvariantCulture);
            throw ProgramFile.Failure(
                launch, $"priority {asked} is above that of this process, which needs root. Ask for a higher number.");
        }

        var program = nice ?? throw ProgramFile.Failure(launch, "a priority needs the program nice. Install coreutils, or ask for none.");
        arguments.AddRange([program, "-n", (wanted - current).ToString(CultureInfo.InvariantCulture), "--"]);
    }

    /// <summary>busybox has programs of these names that lack the options.</summary>
    private static string? FindFull(string name) => SearchPath.Find(name) is { } path
        && !(File.ResolveLinkTarget(path, returnFinalTarget: true)?.Name.Contains("busybox", StringComparison.Ordinal) ?? false)
            ? path
            : null;

    /// <summary>RLIMIT_* of Linux (asm-generic/resource.h).</summary>
    private static class ResourceNumber
    {
        internal const int Core = 4;
        internal const int OpenFiles = 7;
        internal const int AddressSpace = 9;
    }
}
