using System.Globalization;
using System.Net.Sockets;

namespace Armadillo.Testing.Network;

/// <summary>
/// The machine-wide mark "this port is leased". On Linux it is a bound abstract socket: it needs no file, is scoped to the
/// network namespace just as ports are, and vanishes with its process. Elsewhere it is a locked file.
/// </summary>
internal static class PortClaim
{
    public static IDisposable? TryTake(int port) => OperatingSystem.IsLinux() ? TryBind(port) : TryLock(port);

    private static Socket? TryBind(int port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0armadillo-testing/port/{port}")));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static FileStream? TryLock(int port)
    {
        var directory = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "armadillo-ports"));
        try
        {
            var path = Path.Combine(directory.FullName, port.ToString(CultureInfo.InvariantCulture));
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
