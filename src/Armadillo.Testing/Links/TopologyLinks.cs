using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Armadillo.Testing.Network;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Links;

/// <summary>
/// All links between the members of one topology. Each member's peer ports are listened on here and passed on to the member;
/// what a caller may reach is decided by who it is.
/// </summary>
internal sealed class TopologyLinks(IReadOnlyList<LinkMember> members, TimeProvider time) : IAsyncDisposable
{
    private const int Backlog = 512;
    private readonly LinkMembers _members = new(members, time);
    private readonly LinkTable _table = new();
    private readonly ConcurrentDictionary<LinkConnection, Task> _connections = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly CancellationTokenSource _end = new();

    /// <summary>The faults that are there, oldest first.</summary>
    public IReadOnlyList<LinkFault> Faults => _table.Faults;

    /// <summary>Whether nothing is passed on any more.</summary>
    public bool HasEnded => _end.IsCancellationRequested;

    /// <summary>How many connections are passed on at the moment.</summary>
    public int Connections => _connections.Count;

    /// <summary>Begins to accept for all members.</summary>
    /// <exception cref="PlatformNotSupportedException">Only Linux tells which process dialled.</exception>
    /// <exception cref="PortException">Somebody without a lease was faster.</exception>
    public void Listen()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Link faults need Linux, which tells which process dialled. Leave LinkFaults off on this system.");
        }

        foreach (var target in members.SelectMany(m => m.Targets))
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _listeners.Add(listener);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, target.PeerPort));
                listener.Listen(Backlog);
            }
            catch (SocketException e)
            {
                throw new PortException($"Port {target.PeerPort}, at which others reach {target.Member}, cannot be listened on: {e.Message}.");
            }

            _accepting.Add(AcceptAsync(listener, target));
        }
    }

    /// <summary>From its return on, whatever the links concerned carry is subject to the fault.</summary>
    public void Apply(LinkFault fault)
    {
        _table.Add(fault);
        TellConnections();
    }

    /// <summary>Takes a fault back; what it held goes on.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Heal(LinkFault fault)
    {
        var wasThere = _table.Remove(fault);
        TellConnections();
        return wasThere;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (HasEnded)
        {
            return;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task AcceptAsync(Socket listener, LinkTarget target)
    {
        var pauses = default(PollSchedule);
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Pass(await listener.AcceptAsync(_end.Token).ConfigureAwait(false), target);
                pauses = default;
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller has hung up, or descriptors are short for a moment.
                await Task.Delay(pauses.Next(), time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private void Pass(Socket caller, LinkTarget target)
    {
        var connection = new LinkConnection(caller, target, _members, _table, time);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = RunAsync();
        begin.SetResult();

        async Task RunAsync()
        {
            // Known before it runs, so that it is removed after it was added and hears of every change.
            await begin.Task.ConfigureAwait(false);
            try
            {
                await connection.RunAsync(_end.Token).ConfigureAwait(false);
            }
            finally
            {
                _connections.TryRemove(connection, out _);
            }
        }
    }

    private void TellConnections()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.OnLinksChanged();
        }
    }
}
