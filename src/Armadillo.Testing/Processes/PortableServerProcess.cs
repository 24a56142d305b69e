using System.ComponentModel;
using System.Diagnostics;
using Armadillo.Testing.Native;

namespace Armadillo.Testing.Processes;

/// <summary>A child of this very process.</summary>
internal sealed class PortableServerProcess : IServerProcess
{
    private readonly Process _process;
    private readonly TimeProvider _timeProvider;

    internal PortableServerProcess(Process process, ProcessLaunch launch, TimeProvider timeProvider)
    {
        _process = process;
        _timeProvider = timeProvider;
        process.StandardInput.Close();
        Identity = new ProcessIdentity(process.Id, StartTicks(process));
        var pump = OutputPump.RunAsync(process, launch);
        Exited = AwaitExitAsync();
        _ = ReleaseAsync(pump);
    }

    /// <inheritdoc/>
    public ProcessIdentity Identity { get; }

    /// <inheritdoc/>
    public Task<ProcessExit> Exited { get; }

    /// <inheritdoc/>
    public ValueTask<bool> SignalAsync(ProcessSignal signal, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal.Number, 1, nameof(signal));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal.Number, 64, nameof(signal));
        cancellationToken.ThrowIfCancellationRequested();
        if (Exited.IsCompleted || _process.HasExited)
        {
            return ValueTask.FromResult(false);
        }

        if (OperatingSystem.IsWindows())
        {
            if (signal != ProcessSignal.Kill)
            {
                throw new PlatformNotSupportedException($"Windows cannot send {signal.Name}; only SIGKILL is possible.");
            }

            _process.Kill();
            return ValueTask.FromResult(true);
        }

        return ValueTask.FromResult(OperatingSystem.IsLinux()
            ? ProcessHandle.Signal(Identity.Pid, Identity.StartTicks, signal.Number)
            : LibC.Kill(Identity.Pid, signal.Number) == 0);
    }

    /// <inheritdoc/>
    public async ValueTask KillTreeAsync(CancellationToken cancellationToken)
    {
        Kill();
        _ = await Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(CancellationToken cancellationToken)
    {
        if (await SignalAsync(ProcessSignal.Stop, cancellationToken).ConfigureAwait(false) && OperatingSystem.IsLinux())
        {
            await ThreadStates.WaitAsync(Identity.Pid, stopped: true, Exited, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ResumeAsync(CancellationToken cancellationToken)
    {
        if (await SignalAsync(ProcessSignal.Continue, cancellationToken).ConfigureAwait(false) && OperatingSystem.IsLinux())
        {
            await ThreadStates.WaitAsync(Identity.Pid, stopped: false, Exited, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Kills the process and what is below it by parent pid; daemons that left the tree are not found.</summary>
    internal void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has exited already, or a descendant did while it was being killed.
        }
    }

    private static long StartTicks(Process process)
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcStat.TryRead(process.Id, out var stat) ? stat.StartTicks : 0;
        }

        try
        {
            return process.StartTime.ToUniversalTime().Ticks;
        }
        catch (InvalidOperationException)
        {
            // It has exited already; nothing will be sent to it any more.
            return 0;
        }
    }

    private async Task ReleaseAsync(Task pump)
    {
        _ = await Exited.ConfigureAwait(false);
        await pump.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task<ProcessExit> AwaitExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitDecoding.FromFoldedCode(_process.ExitCode, _timeProvider.GetUtcNow());
    }
}
