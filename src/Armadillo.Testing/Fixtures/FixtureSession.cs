using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// The life of one fixture, the same in every test framework: a container, a topology started from it, progress shown, and in
/// the end everything stopped and whatever went wrong told.
/// </summary>
public sealed class FixtureSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ITestHost _host;
    private readonly ProgressLines _progress;

    private FixtureSession(ServiceProvider services, Topology topology, ITestHost host, ProgressLines progress)
    {
        _services = services;
        _host = host;
        _progress = progress;
        Topology = topology;
    }

    /// <summary>The container that everything hangs from.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The running topology.</summary>
    public Topology Topology { get; }

    /// <summary>Builds the container and starts the topology of a spec that begins as configuration says. When that fails, nothing is left running.</summary>
    /// <typeparam name="TSpec">The kit's spec.</typeparam>
    /// <param name="configure">Changes the configured spec; code has the last word.</param>
    /// <param name="configureServices">Adds to the container, after <c>AddArmadillo()</c> and the spec's own sections of configuration.</param>
    /// <param name="host">The test framework.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    /// <exception cref="ConfigurationException">A key or variable is unknown, or its value cannot be used.</exception>
    public static Task<FixtureSession> StartAsync<TSpec>(
        Func<TSpec, TSpec> configure, Action<IServiceCollection> configureServices, ITestHost host, CancellationToken cancellationToken = default)
        where TSpec : ITopologySpec, new() => StartAsync(
            services => configure(services.GetConfiguredSpec<TSpec>()),
            services =>
            {
                TSpec.AddSections(services);
                configureServices(services);
            },
            host,
            cancellationToken);

    /// <summary>Builds the container and starts the topology. When that fails, nothing is left running.</summary>
    /// <param name="spec">Makes the spec; called with the container, after the services were configured.</param>
    /// <param name="configureServices">Adds to the container, after <c>AddArmadillo()</c>.</param>
    /// <param name="host">The test framework.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    public static async Task<FixtureSession> StartAsync(
        Func<IServiceProvider, ITopologySpec> spec, Action<IServiceCollection> configureServices, ITestHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(configureServices);
        ArgumentNullException.ThrowIfNull(host);
        var collection = new ServiceCollection().AddArmadillo();
        configureServices(collection);
        var services = collection.BuildServiceProvider();
        var progress = new ProgressLines(host);
        try
        {
            var topology = await services.GetRequiredService<ITopologyStarter>()
                .StartAsync(spec(services).ToTopology(), progress.Watch, cancellationToken).ConfigureAwait(false);
            return new FixtureSession(services, topology, host, progress);
        }
        catch
        {
            progress.Dispose();
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Shows what happens from now on, and the important log lines, somewhere else too, until the result is disposed.</summary>
    public IDisposable ForwardTo(ITestHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var lines = new ProgressLines(host);
        lines.Watch(Topology);
        return lines;
    }

    /// <summary>Stops the topology and everything in the container.</summary>
    /// <exception cref="InstanceCrashedException">A member crashed and no test accepted it.</exception>
    /// <exception cref="TopologyStopException">A member did not end in its orderly way.</exception>
    public async ValueTask DisposeAsync()
    {
        TopologyStop stop;
        try
        {
            stop = await Topology.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _progress.Dispose();
            await _services.DisposeAsync().ConfigureAwait(false);
        }

        if (stop.KeptDirectory is { } kept)
        {
            _host.WriteProgress($"[{Topology.Name}] kept: {kept}");
        }

        if (Topology.PendingCrash is { } crash)
        {
            throw new InstanceCrashedException(crash);
        }

        if (!stop.IsClean && Topology.Crashes.Count == 0)
        {
            throw new TopologyStopException(Topology.Name, stop);
        }
    }
}
