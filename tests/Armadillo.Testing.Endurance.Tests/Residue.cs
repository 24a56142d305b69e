namespace Armadillo.Testing.Endurance.Tests;

/// <summary>What this process and its guardian hold on to.</summary>
internal sealed record Residue(
    int Descriptors, int Threads, int Zombies, long Timers, int Directories, long ManagedBytes, int GuardianDescriptors, int GuardianThreads)
{
    public static Residue Take(string root)
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var guardians = LiveProcess.GuardiansOf(Environment.ProcessId).Select(process => process.Pid).ToList();
        var owners = guardians.Append(Environment.ProcessId).ToHashSet();
        return new Residue(
            Entries(Environment.ProcessId, "fd"),
            Entries(Environment.ProcessId, "task"),
            LiveProcess.All().Count(process => process.State == 'Z' && owners.Contains(process.Parent)),
            Timer.ActiveCount,
            Directory.GetFileSystemEntries(root).Length,
            GC.GetGCMemoryInfo(GCKind.FullBlocking) is var heap ? heap.HeapSizeBytes - heap.FragmentedBytes : 0,
            guardians.Sum(pid => Entries(pid, "fd")),
            guardians.Sum(pid => Entries(pid, "task")));
    }

    private static int Entries(int pid, string folder) => Directory.GetFileSystemEntries($"/proc/{pid}/{folder}").Length;
}
