using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>The signals that arangod's crash handler takes, and the death by one of them.</summary>
internal static class CrashSignals
{
    public const int Ill = 4;
    public const int Abort = 6;
    public const int Bus = 7;
    public const int FloatingPoint = 8;
    public const int Kill = 9;
    public const int SegmentationFault = 11;

    public static IReadOnlyList<int> All { get; } = [Ill, Abort, Bus, FloatingPoint, SegmentationFault];

    public static string Name(int signal) => signal switch
    {
        Ill => "SIGILL",
        Abort => "SIGABRT",
        Bus => "SIGBUS",
        FloatingPoint => "SIGFPE",
        Kill => "SIGKILL",
        SegmentationFault => "SIGSEGV",
        _ => $"signal {signal}",
    };

    /// <summary>
    /// Really dies by the signal. The runtime has handlers of its own for most of them and would end in another way,
    /// so the kernel's default action is restored first.
    /// </summary>
    public static unsafe void Die(int signal)
    {
        if (signal != Kill)
        {
            var action = stackalloc byte[NativeCalls.SignalActionSize];
            new Span<byte>(action, NativeCalls.SignalActionSize).Clear();
            _ = NativeCalls.SignalAction(signal, action, null);
        }

        // To this thread: a signal to the process would be another thread's to take, and the exit below would come first.
        _ = NativeCalls.Raise(signal);

        // This thread blocks the signal: at least nothing runs on.
        NativeCalls.Exit(128 + signal);
    }
}
