using System.Runtime.InteropServices;
using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Guardian;

/// <summary>posix_spawn(3) of one launch frame. All strings are used where they lie in the frame.</summary>
internal static unsafe class Spawner
{
    private const int AppendFlags = LibC.OpenWriteOnly | LibC.OpenCreate | LibC.OpenAppend;
    private const uint FileMode = 0x1A4; // 0644
    private const short Flags = LibC.SpawnSetSession | LibC.SpawnSetSignalDefaults | LibC.SpawnSetSignalMask;

    private static readonly delegate* unmanaged<void*, int, int> AddCloseFrom = FindCloseFrom();

    /// <summary>Starts the process; 0 or the error number.</summary>
    internal static int Spawn(Frame frame, out int pid)
    {
        var actions = stackalloc byte[LibC.SpawnObjectSize];
        var attributes = stackalloc byte[LibC.SpawnObjectSize];
        var signals = stackalloc byte[LibC.SpawnObjectSize];
        fixed (byte* text = frame.Bytes)
        fixed (byte* nothing = "/dev/null\0"u8)
        {
            var program = text + frame.ReadStringOffset(out _);
            var directory = text + frame.ReadStringOffset(out _);
            var output = text + frame.ReadStringOffset(out _);
            var error = text + frame.ReadStringOffset(out _);
            var arguments = ReadStrings(frame);
            var environment = ReadStrings(frame);

            _ = LibC.SpawnActionsInit(actions);
            _ = LibC.SpawnAttributesInit(attributes);
            try
            {
                _ = LibC.SpawnActionsAddOpen(actions, 0, nothing, LibC.OpenReadOnly, 0);
                _ = LibC.SpawnActionsAddOpen(actions, 1, output, AppendFlags, FileMode);
                _ = LibC.SpawnActionsAddOpen(actions, 2, error, AppendFlags, FileMode);
                _ = LibC.SpawnActionsAddChangeDirectory(actions, directory);
                if (AddCloseFrom != null)
                {
                    _ = AddCloseFrom(actions, 3);
                }

                _ = LibC.SpawnAttributesSetFlags(attributes, Flags);
                _ = LibC.SignalSetFill(signals);
                _ = LibC.SpawnAttributesSetSignalDefaults(attributes, signals);
                _ = LibC.SignalSetEmpty(signals);
                _ = LibC.SpawnAttributesSetSignalMask(attributes, signals);
                return Spawn(out pid, program, actions, attributes, text, arguments, environment);
            }
            finally
            {
                _ = LibC.SpawnActionsDestroy(actions);
                _ = LibC.SpawnAttributesDestroy(attributes);
            }
        }
    }

    private static int Spawn(out int pid, byte* program, byte* actions, byte* attributes, byte* text, int[] arguments, int[] environment)
    {
        var table = (byte**)NativeMemory.AllocZeroed((nuint)(arguments.Length + environment.Length + 2), (nuint)sizeof(byte*));
        try
        {
            for (var index = 0; index < arguments.Length; index++)
            {
                table[index] = text + arguments[index];
            }

            var environmentTable = table + arguments.Length + 1;
            for (var index = 0; index < environment.Length; index++)
            {
                environmentTable[index] = text + environment[index];
            }

            int child;
            var error = LibC.Spawn(&child, program, actions, attributes, table, environmentTable);
            pid = error == 0 ? child : 0;
            return error;
        }
        finally
        {
            NativeMemory.Free(table);
        }
    }

    private static int[] ReadStrings(Frame frame)
    {
        var offsets = new int[frame.ReadInt32()];
        for (var index = 0; index < offsets.Length; index++)
        {
            offsets[index] = frame.ReadStringOffset(out _);
        }

        return offsets;
    }

    /// <summary>
    /// glibc 2.34 and later close what the runtime may have opened without close-on-exec; elsewhere close-on-exec must do.
    /// </summary>
    private static delegate* unmanaged<void*, int, int> FindCloseFrom() =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out var address)
            ? (delegate* unmanaged<void*, int, int>)address
            : null;
}
