using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Armadillo.Testing.Processes.Guarding;

/// <summary>Cuts a byte stream into frames. Feed it with what was read, then take frames until there is none.</summary>
internal sealed class FrameReader
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Room for the next read; <see cref="Advance"/> says how much of it was filled.</summary>
    internal Span<byte> FreeSpace()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _buffer.AsSpan(_end);
    }

    internal void Advance(int count) => _end += count;

    internal bool TryTake([NotNullWhen(true)] out Frame? frame)
    {
        frame = null;
        if (_end - _start < sizeof(int))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
        if (_end - _start - sizeof(int) < length)
        {
            return false;
        }

        frame = new Frame(_buffer.AsSpan(_start + sizeof(int), length).ToArray());
        _start += sizeof(int) + length;
        return true;
    }
}
