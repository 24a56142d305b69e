using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>A process that others started: its end can be noticed, its exit status is its parent's to know.</summary>
internal static class ForeignProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Ends when the process has ended. On Linux at the kernel's notice, elsewhere by looking.</summary>
    public static async Task WaitForExitAsync(ProcessIdentity process, TimeProvider time, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux() && ProcessHandle.Open(process.Pid) is >= 0 and var handle)
        {
            await Task.Factory.StartNew(
                () => WaitFor(handle, process, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            return;
        }

        while (ProcessTable.GetStartTicks(process.Pid) == process.StartTicks)
        {
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The descriptor becomes readable when the process ends; the short sleeps in between are for the token alone.</summary>
    private static unsafe void WaitFor(int handle, ProcessIdentity process, CancellationToken cancellationToken)
    {
        try
        {
            var wait = new LibC.PollDescriptor { Descriptor = handle, Events = LibC.PollIn };
            while (ProcessTable.GetStartTicks(process.Pid) == process.StartTicks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (LibC.Poll(&wait, 1, (int)Interval.TotalMilliseconds) > 0)
                {
                    return;
                }
            }
        }
        finally
        {
            _ = LibC.Close(handle);
        }
    }
}
