using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Armadillo.Testing.Misbehaver;

internal static class Conversation
{
    /// <summary>
    /// Dials and asks every 20 ms, without waiting for the answers; tells each question and each answer. When the connection breaks
    /// or nobody listens, it dials again.
    /// </summary>
    internal static void Ask(int port, bool dualMode) => new Thread(() =>
    {
        for (var number = 1; ;)
        {
            using var socket = dualMode
                ? new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(new IPEndPoint(dualMode ? IPAddress.Loopback.MapToIPv6() : IPAddress.Loopback, port));
                using var stream = new NetworkStream(socket);
                new Thread(() => Hear(stream)) { IsBackground = true }.Start();
                for (; ; number++)
                {
                    stream.Write(Encoding.ASCII.GetBytes($"{number}\n"));
                    Output.Line($"asked {number}");
                    new ManualResetEventSlim().Wait(20);
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                Output.Line("broken");
                new ManualResetEventSlim().Wait(20);
            }
        }
    })
    { IsBackground = true }.Start();

    private static void Hear(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } answer)
            {
                Output.Line($"answer {answer}");
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The asking side tells.
        }
    }
}
