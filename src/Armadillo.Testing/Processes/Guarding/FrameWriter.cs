using System.Buffers.Binary;
using System.Text;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>Builds one frame. Strings end with a zero byte, so that the guardian hands them to the kernel in place.</summary>
internal sealed class FrameWriter
{
    private byte[] _buffer = new byte[256];
    private int _length = 5;

    internal FrameWriter(FrameKind kind)
    {
        _buffer[4] = (byte)kind;
    }

    internal FrameWriter Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);
        return this;
    }

    internal FrameWriter Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);
        return this;
    }

    internal FrameWriter Write(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Write(count);
        var target = Reserve(count + 1);
        Encoding.UTF8.GetBytes(value, target);
        target[count] = 0;
        return this;
    }

    internal FrameWriter Write(IReadOnlyCollection<string> values)
    {
        Write(values.Count);
        foreach (var value in values)
        {
            Write(value);
        }

        return this;
    }

    internal ReadOnlySpan<byte> Complete()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, _length - sizeof(int));
        return _buffer.AsSpan(0, _length);
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }
}
