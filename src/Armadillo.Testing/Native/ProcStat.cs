using System.Buffers.Text;

namespace Armadillo.Testing.Native;

/// <summary>What /proc/&lt;pid&gt;/stat says about one process (proc(5)).</summary>
internal readonly record struct ProcStat(int Pid, int ParentPid, int Session, char State, int Nice, long StartTicks)
{
    /// <summary>A zombie is still listed but runs no more.</summary>
    internal bool Runs => State is not ('Z' or 'X' or 'x');

    internal static bool TryRead(int pid, out ProcStat stat)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var length = ProcFile.Read(pid, "stat"u8, buffer);
        stat = default;
        return length > 0 && TryParse(buffer[..length], pid, out stat);
    }

    /// <summary>Whether this very process, not a later one with its pid, still runs.</summary>
    internal static bool IsRunning(int pid, long startTicks) =>
        TryRead(pid, out var stat) && stat.StartTicks == startTicks && stat.Runs;

    internal static bool TryParse(ReadOnlySpan<byte> line, int pid, out ProcStat stat)
    {
        stat = default;

        // The name in parentheses may hold anything, parentheses and spaces included: fields count from the last one.
        var end = line.LastIndexOf((byte)')');
        if (end < 0 || end + 2 >= line.Length)
        {
            return false;
        }

        var rest = line[(end + 2)..];
        var state = (char)rest[0];
        Span<long> fields = stackalloc long[20];
        rest = rest[1..];
        for (var index = 1; index < fields.Length; index++)
        {
            if (rest.Length < 2 || !Utf8Parser.TryParse(rest[1..], out fields[index], out var consumed))
            {
                return false;
            }

            rest = rest[(1 + consumed)..];
        }

        stat = new ProcStat(pid, (int)fields[1], (int)fields[3], state, (int)fields[16], fields[19]);
        return true;
    }
}
