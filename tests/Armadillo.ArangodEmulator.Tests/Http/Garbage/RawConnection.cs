using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Armadillo.ArangodEmulator.Tests.Http.Garbage;

/// <summary>A connection that sends any bytes, with no client in between that would mend them.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(40);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Statuses of all answers until the server closes; the bytes go out on a connection of their own.</summary>
    /// <param name="port">Where to.</param>
    /// <param name="bytes">What is sent.</param>
    /// <param name="endSending">For what is incomplete: tells that no more will come. A server may drop a caller that says so.</param>
    public static async Task<int[]> ExchangeAsync(int port, byte[] bytes, bool endSending = false)
    {
        using var connection = await OpenAsync(port);
        await connection.TrySendAsync(bytes);
        if (endSending)
        {
            connection.EndSending();
        }

        return Statuses(await connection.ReadToEndAsync());
    }

    public static Task<int[]> ExchangeAsync(int port, string text, bool endSending = false) =>
        ExchangeAsync(port, Encoding.Latin1.GetBytes(text), endSending);

    /// <summary>A server may refuse and close while the rest is still being sent.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes)..];
            }
        }
        catch (SocketException)
        {
            // What the server has said before can still be read.
        }
    }

    public Task TrySendAsync(string text) => TrySendAsync(Encoding.Latin1.GetBytes(text));

    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed already.
        }
    }

    /// <summary>Closes with a reset instead of an orderly end.</summary>
    public void Reset() => _socket.Close(0);

    /// <summary>All that comes until the server closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        var text = new StringBuilder();
        var buffer = new byte[64 << 10];
        try
        {
            int read;
            while ((read = await _socket.ReceiveAsync(buffer, limit.Token)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // Reset: what came before it counts.
        }

        return text.ToString();
    }

    /// <summary>Reads one answer of a connection that stays open.</summary>
    public async Task<int> ReadStatusAsync()
    {
        using var limit = new CancellationTokenSource(_patience, TimeProvider.System);
        var text = "";
        var buffer = new byte[64 << 10];
        while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer, limit.Token);
            Assert.NotEqual(0, read);
            text += Encoding.Latin1.GetString(buffer, 0, read);
        }

        return Statuses(text)[0];
    }

    public void Dispose() => _socket.Dispose();

    private static int[] Statuses(string text) =>
    [
        .. text.Split("HTTP/1.1 ").Skip(1).Select(static part => int.Parse(part.AsSpan(0, 3), CultureInfo.InvariantCulture)),
    ];
}
