namespace Armadillo.Testing.Processes;

/// <summary>From what a system reports to <see cref="ProcessExit"/>.</summary>
internal static class ExitDecoding
{
    private const int Killed = 2;
    private const int Dumped = 3;
    private const int ShellSignalBase = 128;
    private const int LastSignal = 64;

    /// <summary>From si_code and si_status of waitid(2): exact.</summary>
    internal static ProcessExit FromWait(int code, int status, DateTimeOffset time) => code is Killed or Dumped
        ? new ProcessExit(null, new ProcessSignal(status), code == Dumped, time)
        : new ProcessExit(status, null, CoreDumped: false, time);

    /// <summary>
    /// From <see cref="System.Diagnostics.Process.ExitCode"/>, which on Unix folds signals into 128 + n: a program that
    /// exits by itself with such a code is taken for a killed one, and core files are not known.
    /// </summary>
    internal static ProcessExit FromFoldedCode(int code, DateTimeOffset time) =>
        !OperatingSystem.IsWindows() && code is > ShellSignalBase and <= ShellSignalBase + LastSignal
            ? new ProcessExit(null, new ProcessSignal(code - ShellSignalBase), CoreDumped: false, time)
            : new ProcessExit(code, null, CoreDumped: false, time);
}
