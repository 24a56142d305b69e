using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Armadillo.ArangodEmulator.Tests.Agency.UnderFire;

/// <summary>
/// The address that a member is known by. Behind it the member listens at a unix socket, which no other program can take while
/// the member is down. Who is calling is told by the header that servers send to each other.
/// </summary>
internal sealed class LinkProxy : IAsyncDisposable
{
    private const string SourceHeader = "x-arango-source:";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _socket;
    private readonly Func<string?, (Link There, Link Back)> _links;
    private readonly Task _accepting;

    /// <param name="socket">Where the member listens.</param>
    /// <param name="links">The links of a caller to the member and back, by the id that the caller gives.</param>
    public LinkProxy(string socket, Func<string?, (Link There, Link Back)> links)
    {
        _socket = socket;
        _links = links;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var caller = await _listener.AcceptSocketAsync(_stop.Token);
                caller.NoDelay = true;
                _ = CarryAsync(caller);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the run.
        }
    }

    private async Task CarryAsync(Socket caller)
    {
        using var near = new NetworkStream(caller, ownsSocket: true);
        try
        {
            var head = new byte[64 << 10];
            var (length, source) = await ReadHeadAsync(near, head);
            var (there, back) = _links(source);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, there.Broken, back.Broken);
            await there.PassAsync(end.Token);
            using var member = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await member.ConnectAsync(new UnixDomainSocketEndPoint(_socket), end.Token);
            using var far = new NetworkStream(member);
            await far.WriteAsync(head.AsMemory(0, length), end.Token);
            await Task.WhenAny(PumpAsync(near, far, there, end.Token), PumpAsync(far, near, back, end.Token));
            await end.CancelAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Cut, or the member is down: the caller sees its connection break.
        }
    }

    private async Task<(int Length, string? Source)> ReadHeadAsync(NetworkStream near, byte[] head)
    {
        var length = 0;
        while (length < head.Length)
        {
            var read = await near.ReadAsync(head.AsMemory(length), _stop.Token);
            length += read;
            var text = Encoding.ASCII.GetString(head, 0, length);
            if (read == 0 || text.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var at = text.IndexOf(SourceHeader, StringComparison.OrdinalIgnoreCase);
                return (length, at < 0 ? null : text[(at + SourceHeader.Length)..].Split('\r')[0].Trim());
            }
        }

        return (length, null);
    }

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Link link, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[64 << 10];
            int read;
            while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await link.PassAsync(cancellationToken);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The other direction ends with this one.
        }
    }
}
