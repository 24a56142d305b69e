using System.Globalization;
using System.Text;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Links;

/// <summary>The sockets that a process holds: the links below /proc/&lt;pid&gt;/fd (proc(5)).</summary>
internal static class OpenSockets
{
    /// <summary>Whether the process holds the socket. It does not when it is gone, or belongs to somebody else.</summary>
    public static bool Holds(int pid, long inode)
    {
        var wanted = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]"));
        try
        {
            return Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).Any(entry => PointsTo(entry, wanted));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static unsafe bool PointsTo(string entry, ReadOnlySpan<byte> wanted)
    {
        Span<byte> path = stackalloc byte[64];
        path[Encoding.ASCII.GetBytes(entry, path)] = 0;
        Span<byte> target = stackalloc byte[64];
        fixed (byte* from = path, into = target)
        {
            var length = LibC.ReadLink(from, into, target.Length);
            return length > 0 && target[..(int)length].SequenceEqual(wanted);
        }
    }
}
