
namespace Armadillo.Testing.Fixtures;

/// <summary>
/// The topologies of one assembly that fixtures with equal specs share. One is handed out again until it is lost; those that
/// nobody holds stay for the next fixture, and stop with the assembly or when memory is short.
/// </summary>
internal sealed class SharedTopologies : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Gives a fit topology with an equal spec, or starts the candidate. Two fixtures that ask at once get the same one.</summary>
    public async Task<RunningTopology> LeaseAsync(
        RunningTopology candidate, object services, ITestHost host, Func<RunningTopology, Task> start, CancellationToken cancellationToken)
    {
        Entry entry;
        bool isNew;
        lock (_lock)
        {
            var known = _entries.FirstOrDefault(e => e.Services.Equals(services) && e.Running.Spec.Equals(candidate.Spec) && !e.IsLost);
            isNew = known is null;
            entry = known ?? new Entry(candidate, services);
            entry.Holders++;
            if (isNew)
            {
                _entries.Add(entry);
                entry.Start = start(candidate);
            }
        }

        try
        {
            await entry.Start.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (_lock)
            {
                _entries.Remove(entry);
            }

            throw;
        }

        if (!isNew)
        {
            await DiscardAsync(candidate).ConfigureAwait(false);
            host.WriteProgress($"[{entry.Running.Topology.Name}] leased, runs in {entry.Running.Topology.Workspace.Directory}");
        }

        return entry.Running;
    }

    /// <summary>Gives a topology back. A lost one stops when its last holder has gone.</summary>
    public async Task ReturnAsync(RunningTopology running)
    {
        lock (_lock)
        {
            var entry = _entries.FirstOrDefault(e => ReferenceEquals(e.Running, running));
            if (entry is null || --entry.Holders > 0 || !entry.IsLost)
            {
                return;
            }

            _entries.Remove(entry);
        }

        await running.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops one that nobody holds, to make room.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> StopIdleAsync()
    {
        Entry? idle;
        lock (_lock)
        {
            idle = _entries.FirstOrDefault(e => e.Holders == 0 && e.Start.IsCompletedSuccessfully);
            if (idle is null)
            {
                return false;
            }

            _entries.Remove(idle);
        }

        await idle.Running.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops all; every error is told.</summary>
    public async ValueTask DisposeAsync()
    {
        Entry[] entries;
        lock (_lock)
        {
            entries = [.. _entries.Where(e => e.Start.IsCompletedSuccessfully)];
            _entries.Clear();
        }

        await Task.WhenAll(entries.Select(e => e.Running.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    /// <summary>A container that was built only to learn the spec.</summary>
    private static ValueTask DiscardAsync(RunningTopology candidate) => ((IAsyncDisposable)candidate.Services).DisposeAsync();

    private sealed class Entry(RunningTopology running, object services)
    {
        public RunningTopology Running { get; } = running;

        public object Services { get; } = services;

        public int Holders { get; set; }

        public Task Start { get; set; } = Task.CompletedTask;

        public bool IsLost => Start.IsCompletedSuccessfully ? Running.Lost is not null : Start.IsFaulted || Start.IsCanceled;
    }
}
