using System.Globalization;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>
/// Waits until the process table shows a process stopped or running: a sent signal alone proves neither. On the system's
/// clock, because the kernel does not follow an injected one.
/// </summary>
internal static class ThreadStates
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns as soon as the state is reached or the process has exited.</summary>
    internal static Task WaitAsync(int pid, bool stopped, Task exited, CancellationToken cancellationToken) =>
        WaitAsync(() => IsReached(pid, stopped), exited, cancellationToken);

    /// <summary>
    /// Returns as soon as the process dies with its parent. Stopped before that, it would never get there, and survive a
    /// host and a guardian that are killed.
    /// </summary>
    internal static Task WaitForParentDeathSignalAsync(int pid, Task exited, CancellationToken cancellationToken) =>
        WaitAsync(() => !ExecChain.IsBeforeParentDeathSignal(pid), exited, cancellationToken);

    private static async Task WaitAsync(Func<bool> isReached, Task exited, CancellationToken cancellationToken)
    {
        var interval = FirstInterval;
        while (!exited.IsCompleted && !isReached())
        {
            var pause = Task.Delay(interval, TimeProvider.System, cancellationToken);
            if (await Task.WhenAny(pause, exited).ConfigureAwait(false) == pause)
            {
                await pause.ConfigureAwait(false);
            }

            interval = interval * 2 < LongestInterval ? interval * 2 : LongestInterval;
        }
    }

    private static bool IsReached(int pid, bool stopped)
    {
        try
        {
            foreach (var directory in Directory.EnumerateDirectories($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/task"))
            {
                var thread = int.Parse(directory.AsSpan(directory.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture);

                // Threads are found below /proc by their own number as well, though no listing shows them there.
                if (ProcStat.TryRead(thread, out var stat) && stat.Runs && stat.State is 'T' or 't' != stopped)
                {
                    return false;
                }
            }

            return true;
        }
        catch (DirectoryNotFoundException)
        {
            // Gone; the exit arrives in a moment.
            return true;
        }
    }
}
