using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Metrics;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Crashes;

/// <summary>The end of a crashing server: arangod's crash lines, the crash directory, and a death by signal.</summary>
internal sealed class CrashHandler(ServerLog log, ServerState state, CrashDirectory? directory)
{
    private const string Topic = "crash";
    private const int MostFrames = 50;

    /// <summary>Off with ARANGODB_OVERRIDE_CRASH_HANDLER: no lines, only the signal.</summary>
    private static bool IsQuiet => Environment.GetEnvironmentVariable("ARANGODB_OVERRIDE_CRASH_HANDLER") is "" or "0" or "off" or "false" or "no";

    /// <summary>Never returns.</summary>
    /// <param name="cause">Signal and text.</param>
    /// <param name="hardKill">End by SIGKILL, as debug builds do so that no core is written.</param>
    [DoesNotReturn]
    public void Crash(CrashCause cause, bool hardKill)
    {
        if (!IsQuiet)
        {
            var head = HeadLine(cause);
            log.Fatal("a7902", Topic, head);
            List<string> lines = [head];
            if (cause.WithFrames)
            {
                lines.Add(Info("ded81", MemoryLine()));
                lines.Add(Info("c962b", $"Backtrace of thread {Environment.CurrentManagedThreadId} [{ThreadName}]"));
                lines.AddRange(Frames().Select(f => Info("308c3", f)));
            }

            directory?.Write(lines);
        }

        CrashSignals.Die(hardKill ? CrashSignals.Kill : cause.Signal);
        throw new UnreachableException();
    }

    private static string ThreadName => Thread.CurrentThread.Name ?? "main";

    private string Info(string id, string line)
    {
        log.Info(id, Topic, line);
        return line;
    }

    private string HeadLine(CrashCause cause) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Product.FullVersion}, thread {Environment.CurrentManagedThreadId} [{ThreadName}] caught unexpected signal {cause.Signal} "
        + $"({CrashSignals.Name(cause.Signal)}){(cause.SenderPid > 0 ? $" from pid {cause.SenderPid}" : "")} in state \"{state.Phase}\": "
        + $"{cause.Context} - image base address: 0x{ImageBase():x16}");

    private static string MemoryLine()
    {
        var figures = ProcessFigures.Read();
        return $"available physical memory: {Machine.PhysicalMemory}, rss usage: {figures.ResidentBytes}, "
            + $"vsz usage: {figures.VirtualBytes}, threads: {figures.Threads}";
    }

    /// <summary>The frames of the emulator: names and offsets are real, addresses are offsets in the method.</summary>
    private static IEnumerable<string> Frames() => new StackTrace(fNeedFileInfo: false).GetFrames().Take(MostFrames).Select(static (frame, i) =>
    {
        var method = DiagnosticMethodInfo.Create(frame);
        var offset = frame.GetNativeOffset();
        var name = method is null ? "*no symbol name available for this frame" : $"{method.DeclaringTypeName}.{method.Name}";
        return string.Create(CultureInfo.InvariantCulture, $"frame {i + 1,2} [+0x{offset:x16}] {name} (+0x{offset:x16})");
    });

    private static ulong ImageBase()
    {
        var maps = File.ReadLines("/proc/self/maps").FirstOrDefault() ?? "";
        var end = maps.IndexOf('-', StringComparison.Ordinal);
        return end > 0 && ulong.TryParse(maps.AsSpan(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start) ? start : 0;
    }
}
