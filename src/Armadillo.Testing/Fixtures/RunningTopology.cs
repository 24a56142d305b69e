using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// A container and the topology that runs in it. One test at a time has it; several fixtures may hold it. It remembers why it is
/// not fit for another test.
/// </summary>
internal sealed class RunningTopology : IAsyncDisposable
{
    private static long _created;
    private readonly ServiceProvider _services;
    private readonly ITopologySpec _spec;
    private readonly FixtureSetup _setup;
    private readonly ITestHost _host;
    private ProgressLines? _progress;
    private string? _lost;

    public RunningTopology(ServiceProvider services, ITopologySpec spec, FixtureSetup setup, ITestHost host)
    {
        _services = services;
        _spec = spec;
        _setup = setup;
        _host = host;
        Options = services.GetRequiredService<IOptions<TestOptions>>().Value;
    }

    /// <summary>Gates are always entered in this order, so that two tests never wait for each other.</summary>
    public long Number { get; } = Interlocked.Increment(ref _created);

    public IServiceProvider Services => _services;

    public TestOptions Options { get; }

    public ITopologySpec Spec => _spec;

    /// <summary>Held by the one test that has the topology.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public Topology Topology { get; private set; } = null!;

    /// <summary>How many tests had this topology, since it was started.</summary>
    public int TestsServed { get; set; }

    /// <summary>Why no other test should get it, in one line; null while it is fit.</summary>
    public string? Lost => _lost ?? (Topology.PendingCrash is { } crash
        ? $"{(crash.Test is null ? "" : $"during {crash.Test}: ")}{crash.Summary}; its files: {crash.Directory}"
        : null);

    /// <summary>A test has failed with the pending crash: the fixture need not fail with it once more.</summary>
    public bool CrashWasTold { get; set; }

    public void MarkLost(string reason)
    {
        _lost ??= reason;
        Topology.Workspace.Keep(reason);
    }

    /// <summary>Starts the topology. When that fails, nothing is left running.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var spec = _spec.ToTopology();
        using var admission = AssemblyRun.Current is { } assembly
            ? await assembly.Admission.AdmitAsync(spec.Instances.Count * Options.MemoryPerInstance, cancellationToken).ConfigureAwait(false)
            : null;
        _progress = new ProgressLines(_host);
        try
        {
            Topology = await _services.GetRequiredService<ITopologyStarter>().StartAsync(spec, _progress.Watch, cancellationToken).ConfigureAwait(false);
            _services.GetRequiredService<TopologyAccessor>().Set(Topology);
        }
        catch
        {
            _progress.Dispose();
            throw;
        }

        _lost = null;
        CrashWasTold = false;
        TestsServed = 0;
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => _setup.OnStarted(cancellationToken);

    /// <summary>Stops the topology and starts a fresh one from the same spec, in the same container.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        await StopAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops everything.</summary>
    /// <exception cref="InstanceCrashedException">A member crashed and no test accepted it.</exception>
    /// <exception cref="TopologyStopException">A member did not end in its orderly way.</exception>
    public async ValueTask DisposeAsync()
    {
        TopologyStop stop;
        try
        {
            stop = await StopAsync().ConfigureAwait(false);
        }
        finally
        {
            await _services.DisposeAsync().ConfigureAwait(false);
            Gate.Dispose();
        }

        if (Topology.PendingCrash is { } crash && !CrashWasTold)
        {
            throw new InstanceCrashedException(crash);
        }

        if (!stop.IsClean && Topology.Crashes.Count == 0)
        {
            throw new TopologyStopException(Topology.Name, stop);
        }
    }

    private async Task<TopologyStop> StopAsync()
    {
        try
        {
            var stop = await Topology.StopAsync(CancellationToken.None).ConfigureAwait(false);
            if (stop.KeptDirectory is { } kept)
            {
                _host.WriteProgress($"[{Topology.Name}] kept: {kept}");
            }

            await Topology.DisposeAsync().ConfigureAwait(false);
            return stop;
        }
        finally
        {
            _services.GetRequiredService<TopologyAccessor>().Set(null);
            _progress?.Dispose();
        }
    }
}
