using Armadillo.Testing.Instances;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Topologies;

public sealed partial class Topology
{
    /// <summary>
    /// Stops all members in their orderly way, dependents first, in parallel where nothing depends. Goes on after an error and
    /// tells all of them together. A second call returns the first result.
    /// </summary>
    public async Task<TopologyStop> StopAsync(CancellationToken cancellationToken = default)
    {
        // Also after it was disposed, when there is nothing to wait on any more.
        if (_stop is { } earlier)
        {
            return earlier;
        }

        await _stopping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _stop ??= await StopCoreAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _stopping.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_monitors)
        {
            return new ValueTask(_disposal ??= Task.Run(DisposeCoreAsync));
        }
    }

    private async Task DisposeCoreAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        _onDisposed(this);
        _crashes.Dispose();
        _stopping.Dispose();
        _lifetime.Dispose();
        foreach (var instance in _instances)
        {
            instance.Dispose();
        }
    }

    private async Task<TopologyStop> StopCoreAsync(CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StopTopology(Name);
        var began = _services.Time.GetTimestamp();
        MoveTo(TopologyState.Stopping);
        await EndMonitorsAsync().ConfigureAwait(false);

        // As suspended members are resumed: who is cut off could not say goodbye to the others.
        await _faults.HealLinksAsync([], CancellationToken.None).ConfigureAwait(false);
        var stops = new List<InstanceStop>();
        var problems = new List<Exception>();
        using var limit = Deadline.After(_plan.Spec.StopTimeout * _services.TimeoutMultiplier, _services.Time).CreateTokenSource(cancellationToken);
        try
        {
            var tasks = new Dictionary<string, Task>(StringComparer.Ordinal);
            foreach (var instance in _instances)
            {
                _ = AddStop(instance, tasks, stops, problems, limit.Token);
            }

            await Task.WhenAll(tasks.Values).ConfigureAwait(false);
        }
        finally
        {
            // Cancelled or not: nothing stays.
            await KillAllAsync(problems).ConfigureAwait(false);
            await EndLinksAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Telemetry.TopologyStopped(Name, _services.Time.GetElapsedTime(began));
        return Finish(stops, problems);
    }

    /// <summary>Restarts and looks at health end before the first member is asked to stop.</summary>
    private async Task EndMonitorsAsync()
    {
        await _lifetime.CancelAsync().ConfigureAwait(false);
        Task[] monitors;
        lock (_monitors)
        {
            monitors = [.. _monitors];
        }

        await Task.WhenAll(monitors).ConfigureAwait(false);
    }

    /// <summary>The task that stops the instance after the tasks that stop its dependents, which are made first.</summary>
    private Task AddStop(
        Instance instance, Dictionary<string, Task> tasks, List<InstanceStop> stops, List<Exception> problems, CancellationToken cancellationToken)
    {
        if (tasks.TryGetValue(instance.Name, out var known))
        {
            return known;
        }

        var dependents = _instances
            .Where(other => DependencyGraph.InstancesBefore(_plan.Spec, other.Plan.Spec).Contains(instance.Name))
            .Select(other => AddStop(other, tasks, stops, problems, cancellationToken))
            .ToList();
        return tasks[instance.Name] = StopAfterAsync();

        async Task StopAfterAsync()
        {
            await Task.WhenAll(dependents).ConfigureAwait(false);
            try
            {
                var stop = await instance.StopAsync(cancellationToken).ConfigureAwait(false);
                lock (stops)
                {
                    stops.Add(stop);
                }
            }
            catch (OperationCanceledException e)
            {
                AddProblem(problems, new TimeoutException($"{instance.Name} was still there when the stop of the whole had taken its {_plan.Spec.StopTimeout.TotalSeconds:0.#} s; killed.", e));
            }
            catch (Exception e)
            {
                AddProblem(problems, e);
            }
        }
    }

    /// <summary>Ends everything without asking, after a failed start.</summary>
    private async Task<TopologyStop> DestroyAsync()
    {
        MoveTo(TopologyState.Stopping);
        await EndMonitorsAsync().ConfigureAwait(false);
        var problems = new List<Exception>();
        await KillAllAsync(problems).ConfigureAwait(false);
        await EndLinksAsync().ConfigureAwait(false);
        return _stop = Finish([.. _instances.Select(i => new InstanceStop(i.Name, i.LastExit, false, true, TimeSpan.Zero))], problems);
    }

    /// <summary>After the last member, so that all of them can talk to each other to the end.</summary>
    private ValueTask EndLinksAsync() => _links?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task KillAllAsync(List<Exception> problems)
    {
        await Task.WhenAll(_instances.Select(async instance =>
        {
            try
            {
                await instance.DestroyAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                AddProblem(problems, e);
            }
        })).ConfigureAwait(false);
    }

    private static void AddProblem(List<Exception> problems, Exception problem)
    {
        lock (problems)
        {
            problems.Add(problem);
        }
    }

    private TopologyStop Finish(List<InstanceStop> stops, List<Exception> problems)
    {
        foreach (var unclean in stops.Where(s => !s.IsClean))
        {
            Workspace.Keep($"unclean stop, {unclean}");
        }

        if (problems.Count > 0)
        {
            Workspace.Keep("the stop failed");
        }

        MoveTo(TopologyState.Stopped);
        var kept = ReleaseWorkspace(problems);
        _plan.ReleasePorts();
        return new TopologyStop(stops, problems, kept);
    }

    private string? ReleaseWorkspace(List<Exception> problems)
    {
        try
        {
            WriteEvents();
            return Workspace.Release() ? null : $"{Workspace.Directory} ({Workspace.KeptBecause})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(e);
            return Workspace.Directory;
        }
    }

    private void WriteEvents()
    {
        using var file = File.Create(Path.Combine(Workspace.Directory, "events.jsonl"));
        Events.WriteJsonLines(file);
    }
}
