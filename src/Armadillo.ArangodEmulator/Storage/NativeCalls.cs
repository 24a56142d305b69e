using System.Runtime.InteropServices;

namespace Armadillo.ArangodEmulator.Storage;

/// <summary>The calls to libc that the framework has no equivalent for.</summary>
internal static partial class NativeCalls
{
    public const int LockExclusiveNoWait = 2 | 4;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

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

    /// <summary>Leaves without finalizers and exit handlers, which could hang.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    public static (ulong Soft, ulong Hard) OpenFilesLimits() =>
        GetLimit(OpenFilesResource, out var limit) == 0 ? (limit.Soft, limit.Hard) : (0, 0);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);
}
