using System.Runtime.InteropServices;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Guardian;

/// <summary>
/// Tells when the host is gone, in two ways at once: the end of standard input, and the host's process itself, because
/// somebody else may hold the writing end of the pipe open.
/// </summary>
internal sealed unsafe class HostWatch : IDisposable
{
    private const int FallbackIntervalMilliseconds = 200;
    private readonly int _pid;
    private readonly long _startTicks;
    private readonly int _handle;

    internal HostWatch(int pid, long startTicks)
    {
        _pid = pid;
        _startTicks = startTicks;
        _handle = ProcessHandle.Open(pid);
    }

    /// <summary>Whether this is still the process that started us.</summary>
    internal bool HostRuns => ProcStat.IsRunning(_pid, _startTicks);

    /// <summary>Blocks until commands can be read (<see langword="true"/>) or the host is gone.</summary>
    internal bool WaitForCommands()
    {
        var descriptors = stackalloc LibC.PollDescriptor[2];
        while (true)
        {
            descriptors[0] = new LibC.PollDescriptor { Descriptor = 0, Events = LibC.PollIn };
            descriptors[1] = new LibC.PollDescriptor { Descriptor = _handle, Events = LibC.PollIn };
            var ready = LibC.Poll(descriptors, _handle < 0 ? 1u : 2u, _handle < 0 ? FallbackIntervalMilliseconds : -1);
            if (ready < 0 && Marshal.GetLastPInvokeError() != LibC.Eintr)
            {
                return false;
            }

            if (_handle >= 0 && descriptors[1].Returned != 0)
            {
                return false;
            }

            if (ready > 0 && descriptors[0].Returned != 0)
            {
                return true;
            }

            if (_handle < 0 && !HostRuns)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        if (_handle >= 0)
        {
            _ = LibC.Close(_handle);
        }
    }
}
