using System.Diagnostics;
using System.Text;

namespace Armadillo.Testing.Misbehaver;

/// <summary>Raw standard streams: the console's own set-up takes longer than all the rest.</summary>
internal static class Output
{
    private const int LineLength = 64;
    private const int LinesPerBlock = 128;

    internal static void Line(string text) => Write(1, text + "\n");

    internal static void Error(string text) => Write(2, text + "\n");

    /// <summary>
    /// Writes that many bytes per second to each stream, in numbered lines of 64 bytes, and in the end exactly as many as fit
    /// into the time: whoever counts knows what must be there.
    /// </summary>
    internal static void Spew(int bytesPerSecond, int seconds)
    {
        var clock = Stopwatch.StartNew();
        var total = (long)bytesPerSecond * seconds / LineLength;
        var output = Block("out");
        var error = Block("err");
        for (long lines = 0; lines < total;)
        {
            var due = Math.Min((long)(clock.Elapsed.TotalSeconds * bytesPerSecond / LineLength), total);
            while (lines < due)
            {
                var count = (int)Math.Min(due - lines, LinesPerBlock);
                Number(output, lines, count);
                Number(error, lines, count);
                Write(1, output.AsSpan(0, count * LineLength));
                Write(2, error.AsSpan(0, count * LineLength));
                lines += count;
            }

            new ManualResetEventSlim().Wait(2);
        }
    }

    private static byte[] Block(string stream) =>
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"{stream} {0,10} ".PadRight(LineLength - 1, '.') + "\n", LinesPerBlock)));

    private static void Number(byte[] block, long first, int count)
    {
        for (var line = 0; line < count; line++)
        {
            var at = (line * LineLength) + 13;
            var number = first + line;
            do
            {
                block[at--] = (byte)('0' + (number % 10));
                number /= 10;
            }
            while (number > 0);

            while (at >= (line * LineLength) + 4)
            {
                block[at--] = (byte)' ';
            }
        }
    }

    private static void Write(int descriptor, string text) => Write(descriptor, Encoding.UTF8.GetBytes(text));

    private static unsafe void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            for (nint sent = 0; sent < bytes.Length;)
            {
                var count = Native.Write(descriptor, pointer + sent, bytes.Length - sent);
                if (count <= 0)
                {
                    return;
                }

                sent += count;
            }
        }
    }
}
