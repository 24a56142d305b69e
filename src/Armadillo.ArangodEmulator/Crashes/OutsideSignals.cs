using System.Buffers.Binary;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>Waits for SIGSEGV and its like from other processes. By itself the runtime would take no notice of the first of them.</summary>
internal static class OutsideSignals
{
    private const int CloseOnExec = 0x80000;

    // Offsets in siginfo on 64-bit Linux.
    private const int SignalOffset = 0;
    private const int PidOffset = 16;

    public static unsafe void Listen(Action<CrashCause> crash)
    {
        var ends = stackalloc int[2];
        if (!SignalStub.IsSupported || NativeCalls.Pipe(ends, CloseOnExec) != 0 || !SignalStub.Install(CrashSignals.All, ends[1]))
        {
            return;
        }

        var reading = ends[0];
        new Thread(() => Read(reading, crash), maxStackSize: 256 << 10) { IsBackground = true, Name = "CrashHandler" }.Start();
    }

    private static unsafe void Read(int descriptor, Action<CrashCause> crash)
    {
        var info = stackalloc byte[SignalStub.InfoSize];
        nint read;
        do
        {
            read = NativeCalls.Read(descriptor, info, SignalStub.InfoSize);
        }
        while (read < 0);
        var bytes = new ReadOnlySpan<byte>(info, SignalStub.InfoSize);
        crash(CrashCause.FromOutside(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[SignalOffset..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[PidOffset..])));
    }
}
