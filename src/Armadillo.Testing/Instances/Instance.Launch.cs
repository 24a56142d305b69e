using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Processes;

namespace Armadillo.Testing.Instances;

public sealed partial class Instance
{
    private int _restarts;

    private async Task<InstanceRun> LaunchAsync(bool isLast, CancellationTokenSource ended, CancellationToken cancellationToken)
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
        _ = WatchAsync(run, isLast, ended);
        return run;
    }

    /// <summary>The one place that learns of the exit.</summary>
    private async Task WatchAsync(InstanceRun run, bool isLast, CancellationTokenSource ended)
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
            else if (State != InstanceState.Starting && _host.TakeExpectation(this) is { } tell)
            {
                Move(InstanceState.Stopped, $"expected, {exit}");
                tell(exit, _host.Time.GetElapsedTime(run.LaunchedAt));
            }
            else
            {
                OnCrash(run, exit, isLast);
            }
        }
        finally
        {
            run.Settled.TrySetResult();
            EndStart(ended, announced);
        }
    }

    /// <summary>A start that waits for this process need not wait any longer; a program that ran to completion has met its own end.</summary>
    private void EndStart(CancellationTokenSource ended, bool announced)
    {
        if (announced && Plan.Spec.RunsToCompletion)
        {
            return;
        }

        try
        {
            ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The start is over since long.
        }
    }

    private void OnCrash(InstanceRun run, ProcessExit exit, bool isLast)
    {
        var wasStarting = State == InstanceState.Starting;
        Move(InstanceState.Crashed, exit.ToString());
        var report = run.Crash = _host.Analyse(this, exit, _host.Time.GetElapsedTime(run.LaunchedAt));
        if (wasStarting ? isLast : Plan.Spec.Restart.Limit <= _restarts)
        {
            _host.Fail(report);
        }
        else if (!wasStarting)
        {
            _ = RestartAfterAsync(new InstanceCrashedException(report), report);
        }
    }

    /// <summary>Starts it again within what its policy still allows; when that is used up, the crash counts.</summary>
    /// <returns>Whether it runs again.</returns>
    private Task<bool> RestartAfterAsync(Exception problem, CrashReport? report) => ExclusivelyAsync(
        async () =>
        {
            var policy = Plan.Spec.Restart;
            var left = policy with { Limit = policy.Limit - _restarts, FirstDelay = policy.FirstDelay * Math.Pow(2, _restarts) };
            var isFirst = true;
            try
            {
                await RestartPipelines.Build(left, _host.Time, (_, cause, pause) => PrepareRetryAsync("run", ++_restarts, policy, cause, pause)).ExecuteAsync(
                    async token =>
                    {
                        if (isFirst)
                        {
                            isFirst = false;
                            throw problem;
                        }

                        await AttemptAsync(onLaunched: null, isLast: false, token).ConfigureAwait(false);
                    },
                    _host.Lifetime).ConfigureAwait(false);
                return true;
            }
            catch (OperationCanceledException)
            {
                // The topology stops.
            }
            catch (Exception e) when (e is InstanceCrashedException or WaitTimeoutException or ProcessLaunchException)
            {
                if (((e as InstanceCrashedException)?.Report ?? report) is { } last)
                {
                    _host.Fail(last);
                }

                _host.Events.Append(new Note($"given up after {policy.Limit} restarts") { Instance = Name });
            }

            return false;
        },
        CancellationToken.None);
}
