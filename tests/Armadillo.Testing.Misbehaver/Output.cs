using System.Diagnostics;
using System.Text;

namespace Armadillo.Testing.Misbehaver;

/// <summary>Raw standard streams: the console's own set-up takes longer than all the rest.</summary>
internal static class Output
{
    internal static void Line(string text) => Write(1, text + "\n");

    internal static void Error(string text) => Write(2, text + "\n");

    /// <summary>Writes that many bytes per second to each stream, in numbered lines of 64 bytes.</summary>
    internal static void Spew(int bytesPerSecond, int seconds)
    {
        var clock = Stopwatch.StartNew();
        long lines = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var due = (long)(clock.Elapsed.TotalSeconds * bytesPerSecond / 64);
            for (; lines < due; lines++)
            {
                Write(1, $"out {lines,10} ".PadRight(63, '.') + "\n");
                Write(2, $"err {lines,10} ".PadRight(63, '.') + "\n");
            }

            new ManualResetEventSlim().Wait(5);
        }
    }

    private static unsafe void Write(int descriptor, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
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
