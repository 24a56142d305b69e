using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>
/// Signal handlers in machine code. A signal sent from outside (its si_code is not positive) is written to a pipe; a fault of the
/// program itself goes on to the runtime, which makes exceptions of it. Managed code cannot do this: a signal may hit a thread in
/// the middle of a garbage collection.
/// </summary>
internal static class SignalStub
{
    /// <summary>What the kernel passes about a signal, and what arrives in the pipe for each.</summary>
    public const int InfoSize = 128;

    private const int PageSize = 4096;
    private const int SlotSize = 128;
    private const int ReadWrite = 1 | 2;
    private const int ReadExecute = 1 | 4;
    private const int PrivateAnonymous = 2 | 0x20;

    public static bool IsSupported => OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Puts the stub before the present handlers; false when the system does not allow it.</summary>
    public static unsafe bool Install(IReadOnlyList<int> signals, int pipe)
    {
        var page = NativeCalls.MapMemory(0, PageSize, ReadWrite, PrivateAnonymous, -1, 0);
        if (page == -1)
        {
            return false;
        }

        var actions = new byte[signals.Count][];
        for (var i = 0; i < signals.Count; i++)
        {
            actions[i] = new byte[NativeCalls.SignalActionSize];
            fixed (byte* action = actions[i])
            {
                if (NativeCalls.SignalAction(signals[i], null, action) != 0)
                {
                    return false;
                }
            }

            var previous = BinaryPrimitives.ReadInt64LittleEndian(actions[i]);
            Code(pipe, previous).CopyTo(new Span<byte>((byte*)page + (i * SlotSize), SlotSize));
            BinaryPrimitives.WriteInt64LittleEndian(actions[i], page + (i * SlotSize));
        }

        if (NativeCalls.ProtectMemory(page, PageSize, ReadExecute) != 0)
        {
            return false;
        }

        for (var i = 0; i < signals.Count; i++)
        {
            fixed (byte* action = actions[i])
            {
                _ = NativeCalls.SignalAction(signals[i], action, null);
            }
        }

        return true;
    }

    private static byte[] Code(int pipe, long previous) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? CodeX64(pipe, previous) : CodeArm64(pipe, previous);

    private static byte[] CodeX64(int pipe, long previous) =>
    [
        0x83, 0x7E, 0x08, 0x00,             // cmp dword ptr [rsi+8], 0     si_code
        0x7F, 0x12,                         // jg previous
        0xBF, .. BitConverter.GetBytes(pipe), // mov edi, pipe               rsi is the siginfo already
        0xBA, .. BitConverter.GetBytes(InfoSize), // mov edx, InfoSize
        0xB8, 0x01, 0x00, 0x00, 0x00,       // mov eax, write
        0x0F, 0x05,                         // syscall
        0xC3,                               // ret
        0x48, 0xB8, .. BitConverter.GetBytes(previous), // previous: mov rax, handler
        0xFF, 0xE0,                         // jmp rax
    ];

    private static byte[] CodeArm64(int pipe, long previous)
    {
        uint[] words =
        [
            0xB9400823,                         // ldr w3, [x1, #8]            si_code
            0x7100007F,                         // cmp w3, #0
            0x540000CC,                         // b.gt previous (+6 words)
            0x52800000 | ((uint)pipe << 5),     // mov w0, #pipe               x1 is the siginfo already
            0xD2800002 | (InfoSize << 5),       // mov x2, #InfoSize
            0xD2800808,                         // mov x8, #64                 write
            0xD4000001,                         // svc #0
            0xD65F03C0,                         // ret
            0x58000050,                         // previous: ldr x16, +8
            0xD61F0200,                         // br x16
        ];
        return [.. words.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(previous)];
    }
}
