using System.Runtime.InteropServices;

namespace Armadillo.Testing.Native;

/// <summary>Calls of the C library around processes. Blittable on purpose: the guardian must not pay for marshalling stubs.</summary>
internal static unsafe partial class LibC
{
    internal const int Esrch = 3;
    internal const int Eintr = 4;

    internal const int SigHup = 1;
    internal const int SigInt = 2;
    internal const int SigQuit = 3;
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    internal const int SigStop = 19;

    internal const int PrSetChildSubreaper = 36;

    internal const int WaitAnyChild = 0;
    internal const int WaitPid = 1;
    internal const int WaitNoHang = 1;
    internal const int WaitExited = 4;
    internal const int WaitNoReap = 0x01000000;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    [LibraryImport(Library, EntryPoint = "setsid", SetLastError = true)]
    internal static partial int SetSession();

    [LibraryImport(Library, EntryPoint = "prctl", SetLastError = true)]
    internal static partial int ProcessControl(int option, nint argument2, nint argument3, nint argument4, nint argument5);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    /// <summary>Sets the disposition of a signal: 0 is the default action, 1 ignores it.</summary>
    [LibraryImport(Library, EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int signal, nint handler);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitId(int idType, int id, SignalInfo* info, int options);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint argument1, nint argument2, nint argument3, nint argument4);

    /// <summary>siginfo_t as waitid(2) fills it on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct SignalInfo
    {
        [FieldOffset(8)]
        public int Code;

        [FieldOffset(16)]
        public int Pid;

        [FieldOffset(24)]
        public int Status;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
