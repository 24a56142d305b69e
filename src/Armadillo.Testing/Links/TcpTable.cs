using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace Armadillo.Testing.Links;

/// <summary>The kernel's table of TCP connections: /proc/net/tcp and tcp6 (proc(5)).</summary>
internal static class TcpTable
{
    private const int Looks = 3;
    private const int FieldsBeforeInode = 6;

    /// <summary>
    /// The inode of the socket at the dialling end of a connection over IPv4; a socket for both families counts as well.
    /// Null when it is gone, or nobody has it any more.
    /// </summary>
    public static long? FindInode(IPEndPoint local, IPEndPoint remote)
    {
        var (localAddress, remoteAddress) = (Hex(local), Hex(remote));
        var plain = Encoding.ASCII.GetBytes($"{localAddress} {remoteAddress} ");
        var mapped = Encoding.ASCII.GetBytes($"{MappedPrefix}{localAddress} {MappedPrefix}{remoteAddress} ");

        // The table is not read in one piece: an entry can slip when others come and go.
        for (var look = 0; look < Looks; look++)
        {
            if ((FindIn("/proc/net/tcp", plain) ?? FindIn("/proc/net/tcp6", mapped)) is { } inode)
            {
                return inode == 0 ? null : inode;
            }
        }

        return null;
    }

    /// <summary>The first 96 bits of an IPv4 address within IPv6, printed as the table does: four bytes at a time, in the machine's order.</summary>
    private static string MappedPrefix { get; } = BitConverter.IsLittleEndian ? "0000000000000000FFFF0000" : "00000000000000000000FFFF";

    private static string Hex(IPEndPoint address) =>
        string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(address.Address.MapToIPv4().GetAddressBytes()):X8}:{address.Port:X4}");

    private static long? FindIn(string table, ReadOnlySpan<byte> addresses) => File.Exists(table) ? Parse(File.ReadAllBytes(table), addresses) : null;

    /// <summary>The inode in the line with these two addresses.</summary>
    internal static long? Parse(ReadOnlySpan<byte> table, ReadOnlySpan<byte> addresses)
    {
        var start = table.IndexOf(addresses);
        if (start < 0)
        {
            return null;
        }

        var rest = table[(start + addresses.Length)..];
        for (var field = 0; field < FieldsBeforeInode; field++)
        {
            rest = rest.TrimStart((byte)' ');
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        }

        return Utf8Parser.TryParse(rest.TrimStart((byte)' '), out long inode, out _) ? inode : null;
    }
}
