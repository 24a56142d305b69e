using System.Runtime.InteropServices;

namespace Armadillo.Testing.Native;

/// <summary>Descriptors that stand for a process (pidfd_open(2), kernel 5.3): a signal through one never hits a stranger.</summary>
internal static class ProcessHandle
{
    private const nint PidfdSendSignal = 424;
    private const nint PidfdOpen = 434;

    /// <summary>Opens the process; negative when it is gone or the kernel is too old.</summary>
    internal static int Open(int pid) => (int)LibC.SystemCall(PidfdOpen, pid, 0, 0, 0);

    /// <summary>Sends a signal to exactly this process. <see langword="false"/> when it is gone.</summary>
    internal static bool Signal(int pid, long startTicks, int signal)
    {
        var handle = Open(pid);
        if (handle < 0)
        {
            // Old kernel: the check narrows the window, it cannot close it.
            return Marshal.GetLastPInvokeError() != LibC.Esrch
                && ProcStat.TryRead(pid, out var stat) && stat.StartTicks == startTicks
                && LibC.Kill(pid, signal) == 0;
        }

        try
        {
            // Checked after opening: from here on the descriptor and the pid mean the same process.
            return ProcStat.TryRead(pid, out var stat) && stat.StartTicks == startTicks
                && LibC.SystemCall(PidfdSendSignal, handle, signal, 0, 0) == 0;
        }
        finally
        {
            _ = LibC.Close(handle);
        }
    }
}
