using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Links;

/// <summary>
/// One connection between two members, passed on byte by byte. What the two ends do to it, closing one direction or
/// breaking off, reaches the other end in its place among the bytes.
/// </summary>
internal sealed class LinkConnection(Socket caller, LinkTarget target, LinkMembers members, LinkTable table, TimeProvider time)
{
    private readonly EndPoint _callerAddress = caller.RemoteEndPoint!;
    private readonly AsyncSignal _changed = new();
    private volatile LinkCaller? _from;
    private volatile LinkPipe? _up;
    private volatile LinkPipe? _down;

    private LinkState State => table.StateOf(_from ?? LinkCaller.Stranger, target.Member);

    /// <summary>Passes on until both ends have ended. Does not throw for anything that the ends or the token do.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var callee = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var _ = caller;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            caller.NoDelay = true;
            _from = await members.WaitForCallerAsync(_callerAddress, target.PeerPort, cancellationToken).ConfigureAwait(false);
            while (State.IsBlocked)
            {
                await _changed.WaitAsync(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
            }

            await callee.ConnectAsync(target.Address, cancellationToken).ConfigureAwait(false);
            if (!await PassOnAsync(callee, ended.Token).ConfigureAwait(false))
            {
                BreakOff(callee);
                BreakOff(caller);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens, or the topology ends: what the caller gets of that is a connection that breaks.
            BreakOff(callee);
            BreakOff(caller);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_up?.WaitUntilIdleAsync() ?? Task.CompletedTask, _down?.WaitUntilIdleAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The faults are others now. A stranger is looked up again: its process may be known now as one of a member, or have handed the
    /// connection to one that is.
    /// </summary>
    public void OnLinksChanged()
    {
        if (_from is { IsStranger: true })
        {
            _from = members.Find(_callerAddress, target.PeerPort);
        }

        _changed.Set();
        _up?.OnLinkChanged();
        _down?.OnLinkChanged();
    }

    /// <returns>Whether both directions ended in order.</returns>
    private async Task<bool> PassOnAsync(Socket callee, CancellationToken cancellationToken)
    {
        var up = _up = new LinkPipe(caller, callee, () => State, time);
        var down = _down = new LinkPipe(callee, caller, () => State, time);
        var running = new Dictionary<Task<LinkPipeEnd>, LinkPipe> { [up.RunAsync(cancellationToken)] = down, [down.RunAsync(cancellationToken)] = up };
        while (running.Count > 0)
        {
            var done = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            _ = running.Remove(done, out var opposite);
            switch (await done.ConfigureAwait(false))
            {
                case LinkPipeEnd.Delivered:
                    break;
                case LinkPipeEnd.Refused when running.Count > 0:
                    // The other side has to learn that, and the news takes the link as everything does.
                    opposite!.Reset();
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static void BreakOff(Socket socket)
    {
        try
        {
            // Without lingering the kernel sends a reset instead of an orderly end.
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is broken already.
        }

        socket.Dispose();
    }
}
