using System.Net;
using System.Net.Sockets;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>
/// Ports that nobody listens at, each given once in a run. Below those that the system gives to connections: between the look and
/// the server's own listening no client can take one.
/// </summary>
internal static class FreePorts
{
    private const int First = 12000;
    private const int Last = 19999;

    private static readonly int _offset = Random.Shared.Next(Last - First);
    private static int _given;

    public static int One()
    {
        while (true)
        {
            var given = Interlocked.Increment(ref _given);
            Assert.True(given <= Last - First, "all ports have been given");
            var port = First + ((_offset + given) % (Last - First));
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    public static int[] Take(int count) => [.. Enumerable.Range(0, count).Select(static _ => One())];

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
