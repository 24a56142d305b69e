using Armadillo.Testing.Events;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Instances;

public sealed partial class Instance
{
    /// <summary>
    /// Asks the process to end in its orderly way, waits for the grace period, then kills it with all its descendants. Does
    /// nothing when no process runs. A suspended process is resumed first, since it could not hear.
    /// </summary>
    public Task<InstanceStop> StopAsync(CancellationToken cancellationToken = default) =>
        ExclusivelyAsync(() => StopCoreAsync(cancellationToken), cancellationToken);

    /// <summary>Kills the process and all its descendants with SIGKILL, announced, and waits until they are gone.</summary>
    /// <exception cref="InstanceStateException">No process runs.</exception>
    public Task KillAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(
        async () =>
        {
            ThrowIfExternal("kill");
            var run = RunningProcess("kill", InstanceState.Starting, InstanceState.Running, InstanceState.Suspended);
            run.KillWanted = true;
            _host.Events.Append(new FaultApplied("kill") { Instance = Name });
            AnnounceEnd(run);
            await KillAndSettleAsync(run, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Suspends the process with SIGSTOP and waits until the process table shows it stopped. Does nothing when it is suspended.</summary>
    /// <exception cref="InstanceStateException">It is not running.</exception>
    public Task SuspendAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(
        async () =>
        {
            ThrowIfExternal("suspend");
            if (State == InstanceState.Suspended)
            {
                return false;
            }

            var run = RunningProcess("suspend", InstanceState.Running);
            _host.Events.Append(new FaultApplied("suspend") { Instance = Name });
            await run.Process.SuspendAsync(cancellationToken).ConfigureAwait(false);
            Move(InstanceState.Suspended);
            return true;
        },
        cancellationToken);

    /// <summary>Lets a suspended process go on and waits until the process table shows it. Does nothing when it runs.</summary>
    /// <exception cref="InstanceStateException">It is neither suspended nor running.</exception>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => ExclusivelyAsync(
        async () =>
        {
            if (State == InstanceState.Running)
            {
                return false;
            }

            var run = RunningProcess("resume", InstanceState.Suspended);
            _host.Events.Append(new FaultApplied("resume") { Instance = Name });
            await run.Process.ResumeAsync(cancellationToken).ConfigureAwait(false);
            Move(InstanceState.Running);
            return true;
        },
        cancellationToken);

    /// <summary>Sends a signal. An end that follows from it is a crash unless it was announced by another operation.</summary>
    /// <exception cref="InstanceStateException">No process runs.</exception>
    public async Task SignalAsync(ProcessSignal signal, CancellationToken cancellationToken = default)
    {
        ThrowIfExternal($"sending {signal}");
        var run = RunningProcess($"sending {signal}", InstanceState.Starting, InstanceState.Running, InstanceState.Suspended, InstanceState.Stopping);
        _host.Events.Append(new FaultApplied(signal.Name) { Instance = Name });
        await run.Process.SignalAsync(signal, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Kills whatever runs, without asking and without throwing about the state; for cleaning up.</summary>
    internal async Task DestroyAsync(CancellationToken cancellationToken)
    {
        if (_run is not { } run)
        {
            Detach();
            return;
        }

        AnnounceEnd(run);
        await KillAndSettleAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private async Task<InstanceStop> StopCoreAsync(CancellationToken cancellationToken)
    {
        if (Plan.Spec.External is not null)
        {
            Detach();
            return new InstanceStop(Name, null, State != InstanceState.Crashed, WasForced: false, TimeSpan.Zero);
        }

        using var activity = Telemetry.StopInstance(_host.Name, this);
        var began = _host.Time.GetTimestamp();
        if (_run is not { } run || !InstanceStates.HasProcess(State))
        {
            return new InstanceStop(Name, LastExit, State != InstanceState.Crashed, WasForced: false, TimeSpan.Zero);
        }

        var wasSuspended = State == InstanceState.Suspended;
        AnnounceEnd(run);
        if (wasSuspended)
        {
            await run.Process.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }

        await AskAsync(run, cancellationToken).ConfigureAwait(false);
        var forced = !await HasEndedAsync(run, Plan.Spec.Stop.GracePeriod * _host.TimeoutMultiplier, cancellationToken).ConfigureAwait(false);
        if (forced)
        {
            await DiagnoseAsync(run, cancellationToken).ConfigureAwait(false);
        }

        await KillAndSettleAsync(run, cancellationToken).ConfigureAwait(false);
        var exit = await run.Process.Exited.ConfigureAwait(false);
        var clean = !forced && State != InstanceState.Crashed && (run.KillWanted || Plan.Spec.Stop.IsClean(exit));
        return new InstanceStop(Name, exit, clean, forced, _host.Time.GetElapsedTime(began));
    }

    /// <summary>Registers the wanted end. An exit that came before stays what it was, a crash.</summary>
    private void AnnounceEnd(InstanceRun run)
    {
        if (run.Announce() && State is InstanceState.Starting or InstanceState.Running or InstanceState.Suspended)
        {
            try
            {
                Move(InstanceState.Stopping);
            }
            catch (InstanceStateException) when (!InstanceStates.HasProcess(State))
            {
                // It ended in this moment; the watch has told so.
            }
        }
    }

    private async Task AskAsync(InstanceRun run, CancellationToken cancellationToken)
    {
        if (Plan.Spec.Stop.Request is { } request)
        {
            try
            {
                await request(this, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _host.Events.Append(new Note($"the request to stop failed ({e.Message}), sending {Plan.Spec.Stop.Signal}") { Instance = Name });
            }
        }

        await run.Process.SignalAsync(Plan.Spec.Stop.Signal, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> HasEndedAsync(InstanceRun run, TimeSpan gracePeriod, CancellationToken cancellationToken)
    {
        try
        {
            await run.Process.Exited.WaitAsync(gracePeriod, _host.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            _host.Events.Append(new Note($"still there after {gracePeriod.TotalSeconds:0.#} s of grace, killing it") { Instance = Name });
            return false;
        }
    }

    /// <summary>The last chance to see what it hangs on.</summary>
    private async Task DiagnoseAsync(InstanceRun run, CancellationToken cancellationToken)
    {
        if (Plan.Spec.Stop.BeforeKill is not { } diagnose)
        {
            return;
        }

        using var limit = Deadline.After(TimeSpan.FromSeconds(30), _host.Time).CreateTokenSource(cancellationToken);
        try
        {
            await diagnose(this, run.Process.Identity.Pid, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _host.Events.Append(new Note($"the diagnosis before the kill failed: {e.Message}") { Instance = Name });
        }
    }

    /// <summary>Lets go of an external server, which lives on.</summary>
    private void Detach()
    {
        if (Plan.Spec.External is not null && InstanceStates.HasProcess(State))
        {
            Move(InstanceState.Stopping);
            Move(InstanceState.Stopped, "detached, lives on");
        }
    }

    /// <summary>Also after an orderly end: descendants may be left.</summary>
    private static async Task KillAndSettleAsync(InstanceRun run, CancellationToken cancellationToken)
    {
        await run.Process.KillTreeAsync(cancellationToken).ConfigureAwait(false);
        await run.Settled.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
