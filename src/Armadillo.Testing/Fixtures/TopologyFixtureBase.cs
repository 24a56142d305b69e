using Armadillo.Testing.Configuration;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// A fixture without a test framework: what the adapters' fixtures share. Test authors derive from the adapter's
/// <c>TopologyFixture&lt;TSpec&gt;</c> or from a kit's ready fixture instead.
/// </summary>
/// <typeparam name="TSpec">The kit's spec.</typeparam>
public abstract class TopologyFixtureBase<TSpec> : ITopologyFixture
    where TSpec : ITopologySpec, new()
{
    private readonly Lock _lock = new();
    private readonly ITestHost _host;
    private FixtureSession? _session;
    private Task? _start;

    /// <summary>A fixture that shows its progress to a test framework.</summary>
    protected TopologyFixtureBase(ITestHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
    }

    /// <summary>The running topology: instances, events, crashes, directory.</summary>
    /// <exception cref="InvalidOperationException">The fixture was not started; the test framework does that before the first test.</exception>
    public Topology Topology => Session.Topology;

    /// <summary>The container that everything hangs from.</summary>
    /// <exception cref="InvalidOperationException">The fixture was not started; the test framework does that before the first test.</exception>
    public IServiceProvider Services => Session.Services;

    FixtureSession? ITopologyFixture.Session => _session;

    /// <summary>The session of a started fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture was not started, or its start failed.</exception>
    protected FixtureSession Session => _session ?? throw new InvalidOperationException($"{GetType().Name} was not started, or its start failed.");

    /// <summary>The shape: override to change the spec, which comes as configuration says. Default: the spec as it is.</summary>
    protected virtual TSpec Configure(TSpec spec) => spec;

    /// <summary>The services: override to change options or to add services. Default: nothing more than <c>AddArmadillo()</c> and what the fixture itself needs.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>What a kit's fixture adds to the container before the user does.</summary>
    protected virtual void ConfigureKit(IServiceCollection services)
    {
    }

    /// <summary>
    /// Prepares a topology that has just become ready: override to create what all tests use. Called for each topology that the
    /// fixture starts, a fresh one after a crash included. Default: nothing.
    /// </summary>
    protected virtual Task OnStartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What a test class may get from the fixture beside the services of its container. Not from the container: that would dispose it with the test.</summary>
    protected virtual object? Find(Type type) => type == typeof(Topology) ? Topology : null;

    /// <summary>Starts the topology. A second call returns the first start.</summary>
    protected Task StartAsync()
    {
        lock (_lock)
        {
            return _start ??= StartCoreAsync();
        }
    }

    /// <summary>Stops the topology, or gives it back when others share it. Does nothing when it was never started.</summary>
    protected async Task StopAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            AssemblyRun.Current?.Remove(this);
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }

    object? ITopologyFixture.Find(Type type) => Find(type);

    Task ITopologyFixture.StartAsync() => StartAsync();

    Task ITopologyFixture.StopAsync() => StopAsync();

    private async Task StartCoreAsync()
    {
        _session = await FixtureSession.StartAsync(
            new FixtureSetup
            {
                CreateSpec = services => Configure(services.GetConfiguredSpec<TSpec>()),
                ConfigureServices = ConfigureAll,
                ServicesOf = ((Action<IServiceCollection>)ConfigureServices).Method.DeclaringType!,
                OnStarted = token => OnStartedAsync(token),
            },
            _host,
            session => _session = session).ConfigureAwait(false);
        AssemblyRun.Current?.Add(this);
    }

    private void ConfigureAll(IServiceCollection services)
    {
        TSpec.AddSections(services);
        ConfigureKit(services);
        ConfigureServices(services);
    }
}
