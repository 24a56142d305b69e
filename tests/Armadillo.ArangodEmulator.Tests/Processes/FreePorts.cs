using System.Net;
using System.Net.Sockets;

namespace Armadillo.ArangodEmulator.Tests.Processes;

/// <summary>Ports that nobody listens at. Held together until all are known, so that one call never gives a port twice.</summary>
internal static class FreePorts
{
    public static int One() => Take(1)[0];

    public static int[] Take(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(static l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(static l => l.Dispose());
        }
    }
}
