using System.Net.Sockets;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Links;

/// <summary>How one direction of a connection came to its end.</summary>
internal enum LinkPipeEnd
{
    /// <summary>All was delivered, the end of the stream included.</summary>
    Delivered,

    /// <summary>The sender is gone, and it is time that the receiver learns it.</summary>
    Reset,

    /// <summary>The receiver takes nothing any more.</summary>
    Refused,
}

/// <summary>
/// One direction of a connection. On an open link a chunk goes straight on; otherwise it is held. While the receiver does not
/// read, or too much is held, nothing more is taken from the sender.
/// </summary>
internal sealed class LinkPipe(Socket from, Socket to, Func<LinkState> state, TimeProvider time)
{
    private const int LargestChunk = 16 * 1024;
    private readonly HeldChunks _held = new(time);
    private readonly AsyncSignal _changed = new();
    private readonly AsyncSignal _drained = new();
    private volatile bool _refused;
    private Task _receiving = Task.CompletedTask;
    private Task _delivering = Task.CompletedTask;

    /// <summary>Passes on until the sender or the receiver has ended.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<LinkPipeEnd> RunAsync(CancellationToken cancellationToken)
    {
        _receiving = ReceiveAsync(cancellationToken);
        var delivering = DeliverAsync(cancellationToken);
        _delivering = delivering;
        return await delivering.ConfigureAwait(false);
    }

    /// <summary>Waits until nothing touches the sockets any more; the token must be cancelled.</summary>
    public async Task WaitUntilIdleAsync()
    {
        await _receiving.ConfigureAwait(false);
        await _delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The faults of the link are others now.</summary>
    public void OnLinkChanged() => _changed.Set();

    /// <summary>The sender is known to be gone.</summary>
    public void Reset() => Hold(LinkChunkKind.Reset);

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestChunk];
        try
        {
            while (!_refused)
            {
                var count = await from.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    Hold(LinkChunkKind.End);
                    return;
                }

                await PassOnAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SocketException)
        {
            Hold(LinkChunkKind.Reset);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private async ValueTask PassOnAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        // Nothing is held and only this method adds bytes, so nothing can be overtaken.
        if (_held.IsEmpty && state().IsOpen)
        {
            await SendAsync(chunk, cancellationToken).ConfigureAwait(false);
            return;
        }

        Hold(LinkChunkKind.Data, chunk.Span);
        while (_held.IsFull && !_refused)
        {
            await _drained.WaitAsync(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<LinkPipeEnd> DeliverAsync(CancellationToken cancellationToken)
    {
        while (!_refused)
        {
            if (!_held.TryPeek(state(), out var chunk, out var wait))
            {
                await _changed.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            switch (chunk.Kind)
            {
                case LinkChunkKind.Data:
                    await SendAsync(chunk.Bytes, cancellationToken).ConfigureAwait(false);
                    _held.Remove();
                    _drained.Set();
                    break;
                case LinkChunkKind.End:
                    return TryEnd() ? LinkPipeEnd.Delivered : LinkPipeEnd.Refused;
                default:
                    return LinkPipeEnd.Reset;
            }
        }

        return LinkPipeEnd.Refused;
    }

    private bool TryEnd()
    {
        try
        {
            to.Shutdown(SocketShutdown.Send);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Kept apart from what receiving throws: that would be the sender's end.
            Refuse();
        }
    }

    private void Refuse()
    {
        _refused = true;
        _changed.Set();
        _drained.Set();
    }

    private void Hold(LinkChunkKind kind, ReadOnlySpan<byte> bytes = default)
    {
        _held.Add(kind, bytes);
        _changed.Set();
    }
}
