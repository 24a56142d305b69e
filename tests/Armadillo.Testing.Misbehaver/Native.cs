using System.Runtime.InteropServices;

namespace Armadillo.Testing.Misbehaver;

internal static partial class Native
{
    private static readonly Dictionary<string, int> Signals = new()
    {
        ["SIGHUP"] = 1,
        ["SIGINT"] = 2,
        ["SIGQUIT"] = 3,
        ["SIGILL"] = 4,
        ["SIGTRAP"] = 5,
        ["SIGABRT"] = 6,
        ["SIGBUS"] = 7,
        ["SIGFPE"] = 8,
        ["SIGKILL"] = 9,
        ["SIGUSR1"] = 10,
        ["SIGSEGV"] = 11,
        ["SIGUSR2"] = 12,
        ["SIGPIPE"] = 13,
        ["SIGALRM"] = 14,
        ["SIGTERM"] = 15,
        ["SIGSTOP"] = 19,
        ["SIGSYS"] = 31,
    };

    internal static void Ignore(string name) => _ = Signal(Signals[name], 1);

    /// <summary>Dies by the signal itself: the runtime's handlers, which would make an abort of it, are taken off first.</summary>
    internal static void DieBy(string name)
    {
        _ = Signal(Signals[name], 0);
        _ = Kill(Environment.ProcessId, Signals[name]);

        // It hits any thread, perhaps a moment later.
        new ManualResetEventSlim().Wait();
    }

    internal static string ReadOwn(string file) => File.ReadAllText($"/proc/self/{file}");

    internal static IEnumerable<string> OwnDescriptors() => Directory.GetFiles("/proc/self/fd")
        .Select(path => $"{Path.GetFileName(path)} -> {File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName}");

    /// <summary>Without the runtime's orderly end, which takes time and waits for others.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "signal")]
    internal static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "write")]
    internal static unsafe partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int pid, int signal);
}
