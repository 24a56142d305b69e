using System.Text;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>Finds and kills the processes of a launcher whose guardian is gone: by identity, session and marker.</summary>
internal static class AbandonedProcesses
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    internal static async Task KillAsync(string marker, List<ProcessIdentity> known, TimeProvider timeProvider)
    {
        var token = Encoding.UTF8.GetBytes(marker);
        var buffer = new byte[256 * 1024];
        var started = timeProvider.GetTimestamp();
        var interval = TimeSpan.FromMilliseconds(1);
        while (timeProvider.GetElapsedTime(started) < Timeout)
        {
            var running = Find(token, known, buffer);
            foreach (var process in running)
            {
                _ = ProcessHandle.Signal(process.Pid, process.StartTicks, LibC.SigKill);
            }

            if (running.Count == 0)
            {
                return;
            }

            await Task.Delay(interval, timeProvider).ConfigureAwait(false);
            interval = interval < TimeSpan.FromMilliseconds(25) ? interval * 2 : interval;
        }
    }

    private static List<ProcStat> Find(byte[] token, List<ProcessIdentity> known, byte[] buffer)
    {
        var found = new List<ProcStat>();
        foreach (var process in ProcessSnapshot.Take().All)
        {
            if (process.Runs && (known.Contains(new ProcessIdentity(process.Pid, process.StartTicks))
                || (process.StartTicks >= OldestOf(known) && IsMarked(process, token, buffer))))
            {
                found.Add(process);
            }
        }

        return found;
    }

    /// <summary>Spares the reading of environments of processes that are older than any of ours.</summary>
    private static long OldestOf(List<ProcessIdentity> known) => known.Count == 0 ? 0 : known.Min(identity => identity.StartTicks);

    private static bool IsMarked(ProcStat process, byte[] token, byte[] buffer)
    {
        var length = ProcFile.Read(process.Pid, "environ"u8, buffer);
        return length > 0 && buffer.AsSpan(0, length).IndexOf(token) >= 0;
    }
}
