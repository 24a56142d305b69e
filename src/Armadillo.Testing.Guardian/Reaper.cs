using System.Runtime.InteropServices;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Guardian;

/// <summary>The one place that waits for children, members and adopted orphans alike.</summary>
internal sealed unsafe class Reaper(Members members)
{
    internal void Start() => new Thread(Run) { IsBackground = true, Name = "reaper" }.Start();

    /// <summary>Reports every exit that has happened, so that none is lost when the guardian ends.</summary>
    internal void ReapAllEnded()
    {
        while (true)
        {
            LibC.SignalInfo info = default;
            if (LibC.WaitId(LibC.WaitAnyChild, 0, &info, LibC.WaitExited | LibC.WaitNoReap | LibC.WaitNoHang) != 0 || info.Pid == 0)
            {
                return;
            }

            members.Reap(info.Pid);
        }
    }

    private void Run()
    {
        while (true)
        {
            // Seen first, reaped under the lock of the table afterwards: between the two the pid stays ours.
            LibC.SignalInfo info = default;
            if (LibC.WaitId(LibC.WaitAnyChild, 0, &info, LibC.WaitExited | LibC.WaitNoReap) == 0)
            {
                members.Reap(info.Pid);
            }
            else if (Marshal.GetLastPInvokeError() != LibC.Eintr)
            {
                // No children, hence no descendants that could become children: only a launch changes that.
                _ = members.Launched.WaitOne();
            }
        }
    }
}
