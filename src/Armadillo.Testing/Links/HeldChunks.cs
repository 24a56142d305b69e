namespace Armadillo.Testing.Links;

/// <summary>
/// What has come over a link and may not go on yet. Each chunk has a time of its own at which it is due, so a delay costs no
/// throughput as long as what is under way fits in here.
/// </summary>
internal sealed class HeldChunks(TimeProvider time)
{
    /// <summary>What one direction of a connection keeps at most before its sender has to wait, as the kernel's largest buffers do.</summary>
    public const int Capacity = 4 * 1024 * 1024;

    /// <summary>What a chunk costs beside its bytes: many small ones must not need boundless memory.</summary>
    private const int Overhead = 64;

    private readonly Lock _lock = new();
    private readonly Queue<LinkChunk> _chunks = new();
    private int _size;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _chunks.Count == 0;
            }
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _size >= Capacity;
            }
        }
    }

    public void Add(LinkChunkKind kind, ReadOnlySpan<byte> bytes = default)
    {
        var chunk = new LinkChunk(kind, bytes.ToArray(), time.GetTimestamp());
        lock (_lock)
        {
            _chunks.Enqueue(chunk);
            _size += chunk.Bytes.Length + Overhead;
        }
    }

    /// <summary>The oldest chunk when it is due; it stays until it is removed. Otherwise the time until it is due, endless when nobody knows.</summary>
    public bool TryPeek(LinkState state, out LinkChunk chunk, out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        lock (_lock)
        {
            if (!_chunks.TryPeek(out chunk) || state.IsBlocked)
            {
                return false;
            }
        }

        var left = state.Delay - time.GetElapsedTime(chunk.ArrivedAt);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        // Timers drop what is less than a millisecond; nothing may arrive early.
        wait = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        return false;
    }

    /// <summary>Removes the oldest chunk, after it went on.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _size -= _chunks.Dequeue().Bytes.Length + Overhead;
        }
    }
}
