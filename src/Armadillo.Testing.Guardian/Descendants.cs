using Armadillo.Testing.Native;

namespace Armadillo.Testing.Guardian;

/// <summary>
/// Kills what runs below the guardian. Orphans are adopted by it, so every process that a member ever started is found by
/// parent pid; sessions, groups and environments only say to which member it belongs.
/// </summary>
internal static class Descendants
{
    private const int EnvironmentBytes = 256 * 1024;

    /// <summary>Kills everything. Returns how many still run when the time is over.</summary>
    internal static int KillAll(Members members, TimeSpan timeout) =>
        KillUntilNone(members, timeout, snapshot => snapshot.Descendants(Environment.ProcessId));

    /// <summary>Kills one member and all that belongs to it.</summary>
    internal static int KillTree(Members members, int member, int pid, byte[] token, TimeSpan timeout)
    {
        // A child with a session of its own that overwrites its environment (every process of PostgreSQL) belongs to the
        // member by its parent alone, and loses that with the member's death: frozen first, looked at, killed then.
        var buffer = new byte[EnvironmentBytes];
        var tree = new HashSet<(int Pid, long StartTicks)>();
        if (members.Signal(member, LibC.SigStop) == 0)
        {
            _ = Tree(ProcessSnapshot.Take(), pid, token, buffer, tree);
        }

        _ = members.Signal(member, LibC.SigKill);
        return KillUntilNone(members, timeout, snapshot => Tree(snapshot, pid, token, buffer, tree));
    }

    /// <summary>Finds what belongs to a member, and remembers it in <paramref name="known"/>.</summary>
    private static List<ProcStat> Tree(
        ProcessSnapshot snapshot, int pid, byte[] token, byte[] buffer, HashSet<(int Pid, long StartTicks)> known)
    {
        // The session id is the member's pid, and the kernel does not reuse it while the session has a process.
        var candidates = snapshot.Descendants(Environment.ProcessId);
        var tree = candidates.FindAll(process =>
            known.Contains((process.Pid, process.StartTicks)) || process.Session == pid || IsMarked(process, token, buffer));
        var roots = new HashSet<int>(tree.Count);
        foreach (var process in tree)
        {
            _ = roots.Add(process.Pid);
        }

        tree.AddRange(ProcessSnapshot.Grow(roots, candidates));
        foreach (var process in tree)
        {
            _ = known.Add((process.Pid, process.StartTicks));
        }

        return tree;
    }

    private static bool IsMarked(ProcStat process, byte[] token, byte[] buffer)
    {
        if (!process.Runs)
        {
            return false;
        }

        var length = ProcFile.Read(process.Pid, "environ"u8, buffer);
        return length > 0 && buffer.AsSpan(0, length).IndexOf(token) >= 0;
    }

    private static int KillUntilNone(Members members, TimeSpan timeout, Func<ProcessSnapshot, List<ProcStat>> select)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        var empty = 0;
        for (var pause = 1; ; pause = Math.Min(pause * 2, 16))
        {
            // Again and again: what is killed may have started others since the table was read. Reading the table is not
            // atomic either (a fork behind the reader, an exit before it), so one empty look is no proof.
            var running = select(ProcessSnapshot.Take()).FindAll(process => process.Runs);
            foreach (var process in running)
            {
                members.Kill(process);
            }

            empty = running.Count == 0 ? empty + 1 : 0;
            if (empty == 2 || Environment.TickCount64 >= deadline)
            {
                return running.Count;
            }

            if (empty == 0)
            {
                Pause.For(pause);
            }
        }
    }
}
