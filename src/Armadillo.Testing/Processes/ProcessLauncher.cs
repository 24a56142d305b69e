using Armadillo.Testing.Processes.Guarding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Armadillo.Testing.Processes;

/// <summary>Creates the launcher for this machine.</summary>
public static class ProcessLauncher
{
    /// <summary>Creates a launcher. On Linux its guardian starts at once, in the background.</summary>
    /// <param name="kind">Which launcher. Default: the best one that works here.</param>
    /// <param name="timeProvider">Clock for exit times and waits. Default: the system's.</param>
    /// <param name="loggerFactory">Where it logs. Default: nowhere.</param>
    /// <exception cref="PlatformNotSupportedException"><paramref name="kind"/> asks for one that cannot work here.</exception>
    public static IProcessLauncher Create(
        ProcessLauncherKind kind = ProcessLauncherKind.Automatic,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
    {
        timeProvider ??= TimeProvider.System;
        loggerFactory ??= NullLoggerFactory.Instance;
        if (kind != ProcessLauncherKind.Portable && OperatingSystem.IsLinux() && Environment.Is64BitProcess
            && File.Exists("/proc/self/stat") && DotnetMuxer.Find() is { } muxer)
        {
            return new LinuxProcessLauncher(muxer, timeProvider, loggerFactory.CreateLogger<LinuxProcessLauncher>());
        }

        return kind == ProcessLauncherKind.Linux
            ? throw new PlatformNotSupportedException(
                "The Linux launcher needs 64-bit Linux, /proc, and dotnet beside the running framework, at DOTNET_ROOT or on PATH.")
            : new PortableProcessLauncher(timeProvider, loggerFactory.CreateLogger<PortableProcessLauncher>());
    }
}
