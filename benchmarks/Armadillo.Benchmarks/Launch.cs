using System.Diagnostics;
using Armadillo.Testing.Processes;

namespace Armadillo.Benchmarks;

/// <summary>Each round launches the same program twice: through the guardian and by Process.Start with both streams redirected.</summary>
internal static class Launch
{
    private const int Rounds = 300;

    public static async Task RunAsync()
    {
        var launched = new Series("launcher: process is known");
        var ended = new Series("launcher: its exit is known");
        var bare = new Series("Process.Start returns");
        var bareEnded = new Series("Process.Start: exit is known");
        var directory = Directory.CreateTempSubdirectory("benchmark-").FullName;
        await using (var launcher = ProcessLauncher.Create())
        {
            var launch = new ProcessLaunch
            {
                Name = "subject",
                FileName = "/bin/true",
                WorkingDirectory = directory,
                Environment = new Dictionary<string, string>(),
                StandardOutputPath = Path.Combine(directory, "out"),
                StandardErrorPath = Path.Combine(directory, "err"),
            };
            for (var round = -20; round < Rounds; round++)
            {
                var begin = Stopwatch.GetTimestamp();
                var process = await launcher.LaunchAsync(launch, CancellationToken.None);
                var up = Stopwatch.GetElapsedTime(begin);
                await process.Exited;
                var down = Stopwatch.GetElapsedTime(begin);

                begin = Stopwatch.GetTimestamp();
                using var plain = Process.Start(new ProcessStartInfo("/bin/true") { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var plainUp = Stopwatch.GetElapsedTime(begin);
                await plain.WaitForExitAsync();
                var plainDown = Stopwatch.GetElapsedTime(begin);
                if (round >= 0)
                {
                    launched.Add(up);
                    ended.Add(down);
                    bare.Add(plainUp);
                    bareEnded.Add(plainDown);
                }
            }
        }

        Directory.Delete(directory, recursive: true);
        Series.Print(launched, bare);
        Series.Print(ended, bareEnded);
    }
}
