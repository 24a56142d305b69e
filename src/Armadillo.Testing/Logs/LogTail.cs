using System.Buffers;
using System.Text;

namespace Armadillo.Testing.Logs;

/// <summary>
/// Follows one growing file and turns it into lines. When nobody listens and the writer is far ahead, the middle is skipped:
/// the file keeps all, memory keeps the end.
/// </summary>
internal sealed class LogTail : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int LongestLine = 16 * 1024;
    private const long SkipBeyond = 1024 * 1024;
    private const long LongestDrain = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly LogSource _stream;
    private readonly InstanceLog _log;
    private readonly TimeProvider _time;
    private readonly StringBuilder _partial = new();
    private readonly Decoder _decoder = new UTF8Encoding(false, false).GetDecoder();
    private bool _disposed;

    public LogTail(string path, LogSource stream, InstanceLog log, TimeProvider time)
    {
        Path = path;
        _stream = stream;
        _log = log;
        _time = time;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
    }

    public string Path { get; }

    /// <summary>Whether to leave out what the file holds already, written by an earlier launch.</summary>
    public bool StartAtEnd
    {
        init
        {
            if (value)
            {
                _file.Seek(0, SeekOrigin.End);
            }
        }
    }

    /// <summary>Reads what is there. Safe to call from any thread, also after the end.</summary>
    /// <param name="final">Whether the writer has ended, so that a last line without its end counts.</param>
    /// <returns>Whether it gave up for now, with more to read: a writer that never pauses must not keep the others from being read.</returns>
    public bool Drain(bool final = false)
    {
        lock (_lock)
        {
            // The follower may have been told of a write just before the tail was let go.
            if (_disposed)
            {
                return false;
            }

            if (!_log.HasReaders)
            {
                SkipMiddle();
            }

            // Borrowed: hundreds of kilobytes that would lie idle for each member otherwise.
            var bytes = ArrayPool<byte>.Shared.Rent(BufferSize);
            var chars = ArrayPool<char>.Shared.Rent(BufferSize + 1);
            try
            {
                return Drain(bytes.AsSpan(0, BufferSize), chars, final);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
                ArrayPool<char>.Shared.Return(chars);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _file.Dispose();
        }
    }

    private bool Drain(Span<byte> bytes, Span<char> chars, bool final)
    {
        int read;
        for (var total = 0L; (read = _file.Read(bytes)) > 0;)
        {
            var count = _decoder.GetChars(bytes[..read], chars, flush: false);
            Split(chars[..count]);
            total += read;
            if (total >= LongestDrain && !final)
            {
                return true;
            }
        }

        if (final && _partial.Length > 0)
        {
            Emit();
        }

        return false;
    }

    private void SkipMiddle()
    {
        var behind = _file.Length - _file.Position;
        if (behind <= SkipBeyond)
        {
            return;
        }

        _log.Append(new LogLine(_time.GetUtcNow(), _stream, $"[... {behind - (SkipBeyond / 4)} bytes here are in the file only ...]"));
        _file.Position = _file.Length - (SkipBeyond / 4);
        _decoder.Reset();
        _partial.Clear();
    }

    private void Split(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var part = end < 0 ? text : text[..end];
            if (_partial.Length + part.Length > LongestLine)
            {
                part = part[..Math.Max(0, LongestLine - _partial.Length)];
            }

            _partial.Append(part);
            if (end < 0)
            {
                return;
            }

            Emit();
            text = text[(end + 1)..];
        }
    }

    private void Emit()
    {
        var length = _partial.Length > 0 && _partial[^1] == '\r' ? _partial.Length - 1 : _partial.Length;
        var line = new LogLine(_time.GetUtcNow(), _stream, _partial.ToString(0, length));
        _partial.Clear();
        _log.Append(line);
    }
}
