using System.Buffers.Text;

namespace Armadillo.Testing.Native;

/// <summary>Reads small files below /proc with raw descriptors: no stream objects, no exceptions for processes that are gone.</summary>
internal static unsafe class ProcFile
{
    /// <summary>Reads <c>/proc/{pid}/{name}</c> into the buffer; -1 when it cannot be read, otherwise the bytes read.</summary>
    internal static int Read(int pid, ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        Span<byte> path = stackalloc byte[128];
        "/proc/"u8.CopyTo(path);
        Utf8Formatter.TryFormat(pid, path[6..], out var digits);
        var length = 6 + digits;
        path[length++] = (byte)'/';
        name.CopyTo(path[length..]);
        path[length + name.Length] = 0;
        fixed (byte* pointer = path)
        {
            return Read(pointer, buffer);
        }
    }

    private static int Read(byte* path, Span<byte> buffer)
    {
        var descriptor = LibC.Open(path, LibC.OpenReadOnly | LibC.OpenCloseOnExec, 0);
        if (descriptor < 0)
        {
            return -1;
        }

        var total = 0;
        fixed (byte* pointer = buffer)
        {
            while (total < buffer.Length)
            {
                var count = LibC.Read(descriptor, pointer + total, buffer.Length - total);
                if (count <= 0)
                {
                    total = count < 0 && total == 0 ? -1 : total;
                    break;
                }

                total += (int)count;
            }
        }

        _ = LibC.Close(descriptor);
        return total;
    }
}
