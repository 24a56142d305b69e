using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Instances;

public sealed partial class Instance
{
    /// <summary>Launches the process on its port and data and waits until it is ready.</summary>
    /// <exception cref="InstanceStateException">It runs already.</exception>
    /// <exception cref="TimeoutException">It did not become ready in time; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">It, or another member, crashed meanwhile.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => StartAsync(onLaunched: null, cancellationToken);

    /// <summary>Stops it in its orderly way when it runs, then starts it on the same port and data.</summary>
    /// <exception cref="InstanceStateException">It is external.</exception>
    /// <exception cref="TimeoutException">It did not become ready in time; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">It, or another member, crashed meanwhile.</exception>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfExternal("restart");
        _host.Events.Append(new FaultApplied("restart") { Instance = Name });
        if (InstanceStates.HasProcess(State))
        {
            await StopAsync(cancellationToken).ConfigureAwait(false);
        }

        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    internal Task StartAsync(Action? onLaunched, CancellationToken cancellationToken) => ExclusivelyAsync(
        () => _host.GuardAsync(token => StartWithRetriesAsync(onLaunched, token), cancellationToken), cancellationToken);

    private async Task<bool> StartWithRetriesAsync(Action? onLaunched, CancellationToken cancellationToken)
    {
        var policy = Plan.Spec.StartRetries;
        if (policy.Limit == 0 || Plan.Spec.External is not null)
        {
            await AttemptAsync(onLaunched, isLast: true, cancellationToken).ConfigureAwait(false);
            return true;
        }

        var attempt = 0;
        await RestartPipelines.Build(policy, _host.Time, (number, problem, pause) => PrepareRetryAsync("start", number, policy, problem, pause)).ExecuteAsync(
            async token => await AttemptAsync(onLaunched, ++attempt > policy.Limit, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>One launch and the wait for its readiness. Only a crash of the last attempt ends the waits of others.</summary>
    private async Task AttemptAsync(Action? onLaunched, bool isLast, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartInstance(_host.Name, this);
        var began = _host.Time.GetTimestamp();
        Move(InstanceState.Starting);
        Log.MarkLaunch();

        // The wait begins before the launch, so that log conditions see the first byte.
        using var wait = _host.CreateWait(Plan.Spec.Readiness, this);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = await LaunchOrAttachAsync(isLast, ended, cancellationToken).ConfigureAwait(false);
        onLaunched?.Invoke();
        try
        {
            var deadline = _host.OperationDeadline(Plan.Spec.StartTimeout);
            var outcome = await wait.RunAsync(deadline, ended.Token).ConfigureAwait(false);
            if (!outcome.Last.IsMet)
            {
                throw _host.Explain(this, "start", outcome);
            }

            _host.Events.Append(new ConditionMet(outcome.Last.Condition, outcome.Last.Summary, outcome.Took) { Instance = Name });
            if (Plan.Spec.RunsToCompletion && run is not null)
            {
                await CompleteAsync(run, deadline, began, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && run is not null)
        {
            await run.Settled.Task.ConfigureAwait(false);
            throw run.Crash is { } crash ? new InstanceCrashedException(crash) : new InstanceStateException($"{Name} was stopped while it was starting.");
        }

        if (!Plan.Spec.RunsToCompletion)
        {
            BecomeRunning();
        }

        Telemetry.InstanceStarted(_host.Name, this, _host.Time.GetElapsedTime(began));
    }

    /// <summary>A program that runs to completion has started well when it has ended well.</summary>
    private async Task CompleteAsync(InstanceRun run, Deadline deadline, long began, CancellationToken cancellationToken)
    {
        try
        {
            await run.Settled.Task.WaitAsync(deadline.Remaining, _host.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var seen = new Observation("the program ends with exit code 0", false, "it still runs");
            throw _host.Explain(this, "start", new ConditionOutcome(seen, TimeSpan.Zero, _host.Time.GetElapsedTime(began)));
        }

        if (run.Crash is { } crash)
        {
            throw new InstanceCrashedException(crash);
        }
    }

    private async Task<InstanceRun?> LaunchOrAttachAsync(bool isLast, CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        if (Plan.Spec.External is { } external)
        {
            WatchExternal(external);
            return null;
        }

        try
        {
            return await LaunchAsync(isLast, ended, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Move(InstanceState.Stopped, "not launched");
            throw;
        }
    }

    /// <summary>Cleans up behind a failed attempt and tells of the next one.</summary>
    private async Task PrepareRetryAsync(string what, int number, RestartPolicy policy, Exception problem, TimeSpan pause)
    {
        if (_run is { } run && InstanceStates.HasProcess(State))
        {
            AnnounceEnd(run);
            await KillAndSettleAsync(run, _host.Lifetime).ConfigureAwait(false);
        }

        Telemetry.InstanceRestarted(_host.Name, this);
        var reason = problem.Message.ReplaceLineEndings("\n").Split('\n')[0];
        _host.Events.Append(new InstanceRetried(what, number, policy.Limit, pause, reason) { Instance = Name });
    }

    private void BecomeRunning()
    {
        try
        {
            Move(InstanceState.Running);
        }
        catch (InstanceStateException) when (State is InstanceState.Crashed or InstanceState.Stopped or InstanceState.Stopping)
        {
            // It ended between its last good answer and here; the exit tells more than this would.
        }
    }
}
