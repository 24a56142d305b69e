using System.Globalization;
using System.Text;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Misbehaviour;

/// <summary>--emulator.spew-lines: what a reader must drain from both outputs, or the server stands still.</summary>
internal static class OutputSpew
{
    private const int BurstsPerSecond = 10;

    public static async Task RunAsync(long linesPerSecond, TimeProvider time, CancellationToken stopping)
    {
        using var output = LogAppender.Standard(error: false);
        using var errors = LogAppender.Standard(error: true);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / BurstsPerSecond), time);
        var written = 0L;
        try
        {
            for (var burst = 1L; await timer.WaitForNextTickAsync(stopping); burst++)
            {
                for (; written < burst * linesPerSecond / BurstsPerSecond; written++)
                {
                    var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"emulator.spew-lines: line {written}\n"));
                    output.Write(line);
                    errors.Write(line);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
