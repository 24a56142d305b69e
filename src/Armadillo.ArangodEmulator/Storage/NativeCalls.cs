using System.Runtime.InteropServices;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>The calls to libc that the framework has no equivalent for.</summary>
internal static partial class NativeCalls
{
    public const int LockExclusiveNoWait = 2 | 4;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>Size of struct sigaction on 64-bit Linux: handler, mask of 128 bytes, flags, restorer.</summary>
    public const int SignalActionSize = 8 + 128 + 8 + 8;

    private const int OpenFilesResource = 7;

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    /// <summary>A lock of the kernel: gone with the process, however that dies.</summary>
    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int FileLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, byte* bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    /// <summary>To the calling thread itself: it has taken effect when the call returns, unless the thread blocks the signal.</summary>
    [LibraryImport("libc", EntryPoint = "raise", SetLastError = true)]
    public static partial int Raise(int signal);

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    public static unsafe partial int SignalAction(int signal, byte* action, byte* previous);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static unsafe partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, byte* bytes, nuint length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint MapMemory(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static partial int ProtectMemory(nint address, nuint length, int protection);

    /// <summary>Leaves without finalizers and exit handlers, which could hang.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    public static (ulong Soft, ulong Hard) OpenFilesLimits() =>
        GetLimit(OpenFilesResource, out var limit) == 0 ? (limit.Soft, limit.Hard) : (0, 0);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);
}
