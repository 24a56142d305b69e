using System.Net;
using System.Net.Sockets;

namespace Armadillo.Testing.Network;

/// <summary>
/// Leases ports across all processes of the machine. A lease outlives the listener: a stopped or restarting member keeps
/// its port. The claim is held by the kernel for this process, so it ends with the process however that dies.
/// </summary>
internal sealed class PortLeases(PortRange range)
{
    public PortRange Range { get; } = range;

    /// <summary>Leases any free port.</summary>
    /// <exception cref="PortException">No port of the range is free.</exception>
    public PortLease LeaseAny()
    {
        var count = Range.Last - Range.First + 1;

        // A random start keeps several test hosts from racing through the same ports in the same order.
        var start = Random.Shared.Next(count);
        for (var i = 0; i < count; i++)
        {
            var port = Range.First + ((start + i) % count);
            if (TryLease(port) is { } lease)
            {
                return lease;
            }
        }

        throw new PortException($"No free port in {Range}: all {count} are leased or taken. Widen the option Ports or end what holds them.");
    }

    /// <summary>Leases one given port.</summary>
    /// <exception cref="PortException">It is leased to another topology, or something listens there.</exception>
    public static PortLease LeaseExactly(int port)
    {
        var claim = PortClaim.TryTake(port)
            ?? throw new PortException($"Port {port} is leased to another topology on this machine. Choose another port, or leave it out to get a free one.");
        if (IsFree(port))
        {
            return new PortLease(port, claim);
        }

        claim.Dispose();
        throw new PortException($"Port {port} is taken by another process. End that process, choose another port, or leave it out to get a free one.");
    }

    private static PortLease? TryLease(int port)
    {
        if (PortClaim.TryTake(port) is not { } claim)
        {
            return null;
        }

        if (IsFree(port))
        {
            return new PortLease(port, claim);
        }

        claim.Dispose();
        return null;
    }

    private static bool IsFree(int port) => CanBind(IPAddress.Any, port) && (!Socket.OSSupportsIPv6 || CanBind(IPAddress.IPv6Any, port));

    private static bool CanBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = false;
        }

        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException e)
        {
            // A machine without IPv6 addresses refuses the family, which says nothing about the port.
            return e.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
