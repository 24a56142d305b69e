using System.Globalization;

namespace Armadillo.Testing.Native;

/// <summary>The process table at one moment.</summary>
internal sealed class ProcessSnapshot
{
    private readonly List<ProcStat> _all = [];

    private ProcessSnapshot()
    {
    }

    internal IReadOnlyList<ProcStat> All => _all;

    internal static ProcessSnapshot Take()
    {
        var snapshot = new ProcessSnapshot();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcStat.TryRead(pid, out var stat))
            {
                snapshot._all.Add(stat);
            }
        }

        return snapshot;
    }

    /// <summary>All processes below the given one, by parent pid.</summary>
    internal List<ProcStat> Descendants(int root)
    {
        var roots = new HashSet<int> { root };
        return Grow(roots, _all);
    }

    /// <summary>Members of <paramref name="candidates"/> whose parent is in <paramref name="roots"/>, recursively.</summary>
    internal static List<ProcStat> Grow(HashSet<int> roots, List<ProcStat> candidates)
    {
        var found = new List<ProcStat>();
        bool grown;
        do
        {
            grown = false;
            foreach (var candidate in candidates)
            {
                if (roots.Contains(candidate.ParentPid) && roots.Add(candidate.Pid))
                {
                    found.Add(candidate);
                    grown = true;
                }
            }
        }
        while (grown);
        return found;
    }
}
