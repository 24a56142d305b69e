using System.Text;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>Finds and kills the processes of a launcher whose guardian is gone: by identity and marker.</summary>
internal static class AbandonedProcesses
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <param name="marker">What the environment of each of them contains.</param>
    /// <param name="known">Processes that were started by the launcher itself.</param>
    /// <param name="sinceTicks">Start time of the guardian: nothing older can belong to it, so nothing older is read.</param>
    internal static async Task KillAsync(string marker, List<ProcessIdentity> known, long sinceTicks)
    {
        var token = Encoding.UTF8.GetBytes(marker);
        var buffer = new byte[256 * 1024];
        var started = TimeProvider.System.GetTimestamp();
        var interval = TimeSpan.FromMilliseconds(1);
        while (TimeProvider.System.GetElapsedTime(started) < Timeout)
        {
            var running = Find(token, known, sinceTicks, buffer);
            foreach (var process in running)
            {
                _ = ProcessHandle.Signal(process.Pid, process.StartTicks, LibC.SigKill);
            }

            if (running.Count == 0)
            {
                return;
            }

            await Task.Delay(interval, TimeProvider.System).ConfigureAwait(false);
            interval = interval < TimeSpan.FromMilliseconds(25) ? interval * 2 : interval;
        }
    }

    private static List<ProcStat> Find(byte[] token, List<ProcessIdentity> known, long sinceTicks, byte[] buffer)
    {
        var found = new List<ProcStat>();
        foreach (var process in ProcessSnapshot.Take().All)
        {
            if (process.Runs && (known.Contains(new ProcessIdentity(process.Pid, process.StartTicks))
                || (process.StartTicks >= sinceTicks && IsMarked(process, token, buffer))))
            {
                found.Add(process);
            }
        }

        return found;
    }

    private static bool IsMarked(ProcStat process, byte[] token, byte[] buffer)
    {
        var length = ProcFile.Read(process.Pid, "environ"u8, buffer);
        return length > 0 && buffer.AsSpan(0, length).IndexOf(token) >= 0;
    }
}
