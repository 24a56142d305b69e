using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Armadillo.Testing.Native;

/// <summary>The kernel's notice that a file was written to (inotify(7)), and the means to end the wait for it.</summary>
internal static partial class Inotify
{
    /// <summary>Stands for the watch in the notice that notices were lost.</summary>
    public const int Overflow = -1;

    private const uint Modify = 0x2;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int Interrupted = 4;

    public static SafeFileHandle Create() => Check(Init(CloseOnExec | NonBlocking), "inotify_init1");

    public static SafeFileHandle CreateWakeUp() => Check(EventFd(0, CloseOnExec | NonBlocking), "eventfd");

    public static int AddWatch(SafeFileHandle inotify, string path)
    {
        var watch = Add(inotify, path, Modify);
        return watch >= 0
            ? watch
            : throw new IOException($"inotify_add_watch('{path}') failed with errno {Marshal.GetLastPInvokeError()}. "
                + "Errno 28 means that fs.inotify.max_user_watches is used up.");
    }

    public static void RemoveWatch(SafeFileHandle inotify, int watch) => _ = Remove(inotify, watch);

    /// <summary>Sleeps until something was written or the wake-up was signalled.</summary>
    public static unsafe void Wait(SafeFileHandle inotify, SafeFileHandle wakeUp)
    {
        var waits = stackalloc LibC.PollDescriptor[2];
        waits[0] = new LibC.PollDescriptor { Descriptor = (int)inotify.DangerousGetHandle(), Events = LibC.PollIn };
        waits[1] = new LibC.PollDescriptor { Descriptor = (int)wakeUp.DangerousGetHandle(), Events = LibC.PollIn };
        while (LibC.Poll(waits, 2, -1) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    /// <summary>Reads pending events; 0 when there are none.</summary>
    public static unsafe int Read(SafeFileHandle inotify, byte[] buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return Math.Max(0, (int)LibC.Read((int)inotify.DangerousGetHandle(), bytes, buffer.Length));
        }
    }

    public static unsafe void WakeUp(SafeFileHandle wakeUp)
    {
        var one = 1UL;
        _ = LibC.Write((int)wakeUp.DangerousGetHandle(), (byte*)&one, sizeof(ulong));
    }

    private static SafeFileHandle Check(SafeFileHandle handle, string call) =>
        handle.IsInvalid ? throw new IOException($"{call} failed with errno {Marshal.GetLastPInvokeError()}.") : handle;

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial SafeFileHandle Init(int flags);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial SafeFileHandle EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Add(SafeFileHandle inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int Remove(SafeFileHandle inotify, int watch);
}
