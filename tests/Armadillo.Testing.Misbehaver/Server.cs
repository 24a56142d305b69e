using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Armadillo.Testing.Misbehaver;

internal static class Server
{
    /// <summary>Accepts and says nothing.</summary>
    internal static void Listen(int port) => Accept(port, static _ => { });

    /// <summary>Answers every request with the status; with 503 until it is ready.</summary>
    internal static void Http(int port, int readyAfterMilliseconds, int status)
    {
        var clock = Stopwatch.StartNew();
        Accept(port, client =>
        {
            var code = clock.ElapsedMilliseconds < readyAfterMilliseconds ? 503 : status;
            _ = client.Receive(new byte[8192]);
            _ = client.Send(Encoding.ASCII.GetBytes($"HTTP/1.1 {code} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"));
            client.Close();
        });
    }

    /// <summary>Sends back all that comes, for several callers at once.</summary>
    internal static void Echo(int port) => Accept(port, static client => new Thread(() =>
    {
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = client.Receive(buffer)) > 0)
            {
                _ = client.Send(buffer.AsSpan(0, count));
            }

            client.Close();
        }
        catch (SocketException)
        {
            // The client went away.
        }
    })
    { IsBackground = true }.Start());

    private static void Accept(int port, Action<Socket> serve)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Output.Line($"listening on {((IPEndPoint)listener.LocalEndpoint).Port}");
        new Thread(() =>
        {
            var silent = new List<Socket>();
            while (true)
            {
                var client = listener.AcceptSocket();
                silent.Add(client);
                try
                {
                    serve(client);
                }
                catch (SocketException)
                {
                    // The client went away.
                }
            }
        })
        { IsBackground = true }.Start();
    }
}
