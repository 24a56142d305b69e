using Armadillo.Testing.Configuration;
using Armadillo.Testing.DependencyInjection;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Topologies;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.Fixtures;

/// <summary>
/// The life of one fixture, the same in every test framework: a container, a topology started from it or leased from those that
/// run already, progress shown, and in the end everything stopped and whatever went wrong told.
/// </summary>
public sealed class FixtureSession : IAsyncDisposable
{
    private readonly SharedTopologies? _sharedIn;

    private FixtureSession(RunningTopology running, SharedTopologies? sharedIn)
    {
        Running = running;
        _sharedIn = sharedIn;
    }

    /// <summary>The container that everything hangs from. Fixtures that share a topology share it.</summary>
    public IServiceProvider Services => Running.Services;

    /// <summary>The running topology. After a crash or with <see cref="TopologySharing.Test"/> another one may take its place.</summary>
    public Topology Topology => Running.Topology;

    internal RunningTopology Running { get; }

    /// <summary>Builds the container and starts the topology. When that fails, nothing is left running.</summary>
    /// <param name="setup">The container and the spec.</param>
    /// <param name="host">The test framework.</param>
    /// <param name="onStarted">Gets the session before <see cref="FixtureSetup.OnStarted"/> is called. Default: nothing.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="SpecException">The spec cannot be carried out.</exception>
    /// <exception cref="TopologyStartException">The start failed; nothing runs, the logs are kept.</exception>
    /// <exception cref="ConfigurationException">A key or variable is unknown, or its value cannot be used.</exception>
    public static async Task<FixtureSession> StartAsync(
        FixtureSetup setup, ITestHost host, Action<FixtureSession>? onStarted = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(host);
        var collection = new ServiceCollection().AddArmadillo();
        setup.ConfigureServices(collection);
        var services = collection.BuildServiceProvider();
        RunningTopology candidate;
        try
        {
            candidate = new RunningTopology(services, setup.CreateSpec(services), setup, host);
        }
        catch
        {
            await services.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var shared = candidate.Options.Sharing == TopologySharing.EqualSpecs ? AssemblyRun.Current?.Shared : null;
        if (shared is not null)
        {
            var running = await shared.LeaseAsync(candidate, setup.ServicesOf ?? setup, host, r => BeginAsync(r, shared), cancellationToken).ConfigureAwait(false);
            var leased = new FixtureSession(running, shared);
            onStarted?.Invoke(leased);
            return leased;
        }

        return await BeginAsync(candidate, null).ConfigureAwait(false);

        async Task<FixtureSession> BeginAsync(RunningTopology running, SharedTopologies? sharedIn)
        {
            FixtureSession? session = null;
            try
            {
                await running.StartAsync(cancellationToken).ConfigureAwait(false);
                session = new FixtureSession(running, sharedIn);
                onStarted?.Invoke(session);
                await running.PrepareAsync(cancellationToken).ConfigureAwait(false);
                return session;
            }
            catch
            {
                await (session is null ? services.DisposeAsync().AsTask() : StopQuietlyAsync(running)).ConfigureAwait(false);
                throw;
            }
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

    /// <summary>Stops the topology and everything in the container; a leased one is given back and stops with the assembly.</summary>
    /// <exception cref="InstanceCrashedException">A member crashed and no test accepted it.</exception>
    /// <exception cref="TopologyStopException">A member did not end in its orderly way.</exception>
    public ValueTask DisposeAsync() => _sharedIn is null ? Running.DisposeAsync() : new ValueTask(_sharedIn.ReturnAsync(Running));

    /// <summary>The exception that made the stop necessary is the one to tell.</summary>
    private static async Task StopQuietlyAsync(RunningTopology running)
    {
        try
        {
            running.Topology.Workspace.Keep("the fixture's preparation failed");
            await running.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InstanceCrashedException or TopologyStopException)
        {
        }
    }
}
