using Armadillo.Testing.Events;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Instances;

public sealed partial class Instance
{
    /// <summary>Launches the process on its port and data and waits until it is ready.</summary>
    /// <exception cref="InstanceStateException">It runs already.</exception>
    /// <exception cref="TimeoutException">It did not become ready in time; the message explains what was seen.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => StartAsync(onLaunched: null, cancellationToken);

    /// <summary>Stops it in its orderly way when it runs, then starts it on the same port and data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        _host.Events.Append(new FaultApplied("restart") { Instance = Name });
        if (InstanceStates.HasProcess(State))
        {
            await StopAsync(cancellationToken).ConfigureAwait(false);
        }

        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    internal Task StartAsync(Action? onLaunched, CancellationToken cancellationToken) => ExclusivelyAsync(
        () => _host.GuardAsync(token => StartCoreAsync(onLaunched, token), cancellationToken), cancellationToken);

    private async Task<bool> StartCoreAsync(Action? onLaunched, CancellationToken cancellationToken)
    {
        Move(InstanceState.Starting);
        Log.MarkLaunch();

        // The wait begins before the launch, so that log conditions see the first byte.
        using var wait = _host.CreateWait(Plan.Spec.Readiness, this);
        try
        {
            await LaunchAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Move(InstanceState.Stopped, "not launched");
            throw;
        }

        onLaunched?.Invoke();
        var outcome = await wait.RunAsync(_host.OperationDeadline(Plan.Spec.StartTimeout), cancellationToken).ConfigureAwait(false);
        if (!outcome.Last.IsMet)
        {
            throw _host.Explain(this, "start", Plan.Spec.Readiness, outcome);
        }

        _host.Events.Append(new ConditionMet(outcome.Last.Condition, outcome.Last.Summary, outcome.Took) { Instance = Name });
        if (!Plan.Spec.RunsToCompletion)
        {
            BecomeRunning();
        }

        return true;
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

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var output = new LogTail(Plan.StandardOutputPath, LogSource.Output, Log, _host.Time) { StartAtEnd = true };
        var error = new LogTail(Plan.StandardErrorPath, LogSource.Error, Log, _host.Time) { StartAtEnd = true };
        var followings = new List<IDisposable> { _services.Logs.Follow(output), _services.Logs.Follow(error) };
        IServerProcess process;
        try
        {
            process = await _services.Launcher.LaunchAsync(
                new ProcessLaunch
                {
                    Name = Name,
                    FileName = Plan.Program,
                    Arguments = Plan.Arguments,
                    Environment = Plan.Environment,
                    WorkingDirectory = Directories.Root,
                    StandardOutputPath = Plan.StandardOutputPath,
                    StandardErrorPath = Plan.StandardErrorPath,
                    Limits = Plan.Spec.Limits,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            followings.ForEach(f => f.Dispose());
            output.Dispose();
            error.Dispose();
            throw;
        }

        var run = new InstanceRun(process, _host.Time.GetTimestamp(), output, error, followings);
        _run = run;
        _host.Events.Append(new InstanceLaunched(process.Identity.Pid) { Instance = Name });
        _ = WatchAsync(run);
    }

    /// <summary>The one place that learns of the exit.</summary>
    private async Task WatchAsync(InstanceRun run)
    {
        var exit = await run.Process.Exited.ConfigureAwait(false);
        run.FinishLogs();
        var announced = run.WasAnnounced || (Plan.Spec.RunsToCompletion && exit.IsSuccess);
        _host.Events.Append(new InstanceExited(exit.ToString(), announced) { Instance = Name });
        try
        {
            if (announced)
            {
                Move(InstanceState.Stopped);
            }
            else
            {
                Move(InstanceState.Crashed, exit.ToString());
                _host.OnCrash(this, exit, _host.Time.GetElapsedTime(run.LaunchedAt));
            }
        }
        finally
        {
            run.Settled.TrySetResult();
        }
    }
}
