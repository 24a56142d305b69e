using System.Buffers.Binary;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>One received frame, read from front to back.</summary>
internal sealed class Frame(byte[] bytes)
{
    private int _position = 1;

    internal FrameKind Kind => (FrameKind)bytes[0];

    internal byte[] Bytes => bytes;

    internal int ReadInt32()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(_position));
        _position += sizeof(int);
        return value;
    }

    internal long ReadInt64()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(_position));
        _position += sizeof(long);
        return value;
    }

    /// <summary>Skips a string and returns where in <see cref="Bytes"/> it starts; it ends with a zero byte.</summary>
    internal int ReadStringOffset(out int length)
    {
        length = ReadInt32();
        var offset = _position;
        _position += length + 1;
        return offset;
    }
}
