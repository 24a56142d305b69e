using Armadillo.Testing.Fixtures;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace Armadillo.Testing.Xunit;

/// <summary>
/// A fixture that starts a topology before the first test of its scope and stops it after the last: for
/// <c>IClassFixture</c> and <c>ICollectionFixture</c>. A subclass without a body is a whole fixture for any kit's spec.
/// </summary>
/// <typeparam name="TSpec">The kit's spec.</typeparam>
public abstract class TopologyFixture<TSpec> : IAsyncLifetime
    where TSpec : ITopologySpec, new()
{
    private readonly XunitTestHost _host;
    private FixtureSession? _session;

    /// <summary>A fixture that shows its progress on standard output.</summary>
    protected TopologyFixture() => _host = new XunitTestHost(null);

    /// <summary>A fixture that shows its progress as diagnostic messages. xUnit passes the sink to a fixture's one public constructor.</summary>
    protected TopologyFixture(IMessageSink diagnosticMessages) => _host = new XunitTestHost(diagnosticMessages);

    /// <summary>The running topology: instances, events, crashes, directory.</summary>
    /// <exception cref="InvalidOperationException">The fixture was not started; xUnit does that before the first test.</exception>
    public Topology Topology => Session.Topology;

    /// <summary>The container that everything hangs from.</summary>
    /// <exception cref="InvalidOperationException">The fixture was not started; xUnit does that before the first test.</exception>
    public IServiceProvider Services => Session.Services;

    private FixtureSession Session => _session ?? throw new InvalidOperationException($"{GetType().Name} was not started, or its start failed.");

    /// <summary>The shape: override to change the spec, which comes as configuration says. Default: the spec as it is.</summary>
    protected virtual TSpec Configure(TSpec spec) => spec;

    /// <summary>The services: override to change options or to add services. Default: nothing more than <c>AddArmadillo()</c> and what the fixture itself needs.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>Writes what happens from now on, and the important log lines, into the output of one test, until the result is disposed.</summary>
    /// <param name="output">The output helper of the running test.</param>
    public IDisposable ForwardTo(ITestOutputHelper output) => new TestOutputForwarding(Session, output);

    async Task IAsyncLifetime.InitializeAsync()
    {
        _session = await FixtureSession.StartAsync<TSpec>(Configure, ConfigureAll, _host).ConfigureAwait(false);
        OnStarted(_session);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_session is { } session)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            OnStopped();
        }
    }

    /// <summary>What a kit's fixture adds to the container before the user does.</summary>
    private protected virtual void ConfigureKit(IServiceCollection services)
    {
    }

    /// <summary>Takes hold of the running topology in the kit's own words.</summary>
    private protected virtual void OnStarted(FixtureSession session)
    {
    }

    /// <summary>Lets go of it.</summary>
    private protected virtual void OnStopped()
    {
    }

    private void ConfigureAll(IServiceCollection services)
    {
        ConfigureKit(services);
        ConfigureServices(services);
    }
}
