using Armadillo.Testing.Native;
using Armadillo.Testing.Processes.Guarding;

namespace Armadillo.Testing.Processes;

/// <summary>A process owned by the guardian. Signals go through it, because only it knows whether the pid is still ours.</summary>
internal sealed class LinuxServerProcess(
    GuardianConnection guardian,
    int member,
    ProcessIdentity identity,
    Task<ProcessExit> exited,
    string marker) : IServerProcess
{
    /// <inheritdoc/>
    public ProcessIdentity Identity => identity;

    /// <inheritdoc/>
    public Task<ProcessExit> Exited => exited;

    /// <inheritdoc/>
    public async ValueTask<bool> SignalAsync(ProcessSignal signal, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signal.Number, 1, nameof(signal));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(signal.Number, 64, nameof(signal));
        cancellationToken.ThrowIfCancellationRequested();
        if (exited.IsCompleted)
        {
            return false;
        }

        var request = guardian.NextRequest();
        var answer = await guardian
            .RequestAsync(request, new FrameWriter(FrameKind.Signal).Write(request).Write(member).Write(signal.Number))
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        var error = answer?.ReadInt32() ?? LibC.Esrch;
        return error is 0 or LibC.Esrch
            ? error == 0
            : throw new InvalidOperationException(
                $"{signal.Name} to {identity} was refused: {new System.ComponentModel.Win32Exception(error).Message}");
    }

    /// <inheritdoc/>
    public async ValueTask KillTreeAsync(CancellationToken cancellationToken)
    {
        var request = guardian.NextRequest();
        var command = new FrameWriter(FrameKind.KillTree).Write(request).Write(member).Write(identity.Pid).Write(marker);
        var answer = await guardian.RequestAsync(request, command).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (answer?.ReadInt32() is { } left and > 0)
        {
            throw new TimeoutException($"{left} processes of {identity} still run after SIGKILL; they hang in the kernel (state D in ps).");
        }

        // Without an answer the guardian is gone: then the launcher kills, and completes this task when it has.
        _ = await exited.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(CancellationToken cancellationToken)
    {
        await ThreadStates.WaitForParentDeathSignalAsync(identity.Pid, exited, cancellationToken).ConfigureAwait(false);
        if (await SignalAsync(ProcessSignal.Stop, cancellationToken).ConfigureAwait(false))
        {
            await ThreadStates.WaitAsync(identity.Pid, stopped: true, exited, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask ResumeAsync(CancellationToken cancellationToken)
    {
        if (await SignalAsync(ProcessSignal.Continue, cancellationToken).ConfigureAwait(false))
        {
            await ThreadStates.WaitAsync(identity.Pid, stopped: false, exited, cancellationToken).ConfigureAwait(false);
        }
    }
}
