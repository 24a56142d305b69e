using System.Runtime.InteropServices;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Guardian;

/// <summary>
/// The processes that the host asked for. One lock serialises launching, reaping and signalling: as long as it is held, a
/// pid of the table is not reaped, so it cannot be reused and a signal cannot hit a stranger.
/// </summary>
internal sealed unsafe class Members(HostChannel channel)
{
    private readonly Lock _table = new();
    private readonly Dictionary<int, int> _memberByPid = [];
    private readonly Dictionary<int, int> _pidByMember = [];

    /// <summary>Set whenever there may be a child to wait for.</summary>
    internal AutoResetEvent Launched { get; } = new(false);

    internal void Launch(Frame frame)
    {
        var member = frame.ReadInt32();
        lock (_table)
        {
            var error = Spawner.Spawn(frame, out var pid);
            long startTicks = 0;
            if (error == 0)
            {
                // Even if it has ended already: it stays in the process table until it is reaped under this lock.
                _ = ProcStat.TryRead(pid, out var stat);
                startTicks = stat.StartTicks;
                _memberByPid[pid] = member;
                _pidByMember[member] = pid;
            }

            // Sent under the lock, hence always before the exit of the same process.
            channel.Send(new FrameWriter(FrameKind.Launched).Write(member).Write(error).Write(pid).Write(startTicks));
        }

        Launched.Set();
    }

    internal int Signal(int member, int signal)
    {
        lock (_table)
        {
            if (!_pidByMember.TryGetValue(member, out var pid))
            {
                return LibC.Esrch;
            }

            // A zombie accepts signals without an effect; for the host it has exited.
            return ProcStat.TryRead(pid, out var stat) && !stat.Runs ? LibC.Esrch
                : LibC.Kill(pid, signal) == 0 ? 0
                : Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Kills a child of ours, member or adopted orphan, unless it has been reaped since it was seen.</summary>
    internal void Kill(ProcStat process)
    {
        lock (_table)
        {
            _ = ProcessHandle.Signal(process.Pid, process.StartTicks, LibC.SigKill);
        }
    }

    /// <summary>Takes the exit of one child that is known to have ended.</summary>
    internal void Reap(int pid)
    {
        lock (_table)
        {
            LibC.SignalInfo info = default;
            if (LibC.WaitId(LibC.WaitPid, pid, &info, LibC.WaitExited | LibC.WaitNoHang) != 0 || info.Pid != pid)
            {
                return;
            }

            if (_memberByPid.Remove(pid, out var member))
            {
                _ = _pidByMember.Remove(member);
                channel.Send(new FrameWriter(FrameKind.Exited).Write(member).Write(info.Code).Write(info.Status));
            }
        }
    }
}
