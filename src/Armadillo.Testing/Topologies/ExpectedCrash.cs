using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Topologies;

/// <summary>An exit that a test announced without causing it directly, for example by a failure point that crashes the server.</summary>
public sealed class ExpectedCrash : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private readonly Topology _topology;
    private readonly TopologyCrashReports _owner;
    private readonly TaskCompletionSource<CrashReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ExpectedCrash(Topology topology, TopologyCrashReports owner, Instance instance)
    {
        _topology = topology;
        _owner = owner;
        Instance = instance;
    }

    /// <summary>Whose exit is expected.</summary>
    public Instance Instance { get; }

    /// <summary>The report, once the process has ended; <see langword="null"/> before.</summary>
    public CrashReport? Report => _report.Task.IsCompletedSuccessfully ? _report.Task.Result : null;

    /// <summary>Waits for the exit.</summary>
    /// <param name="timeout">Default: 30 s; multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>All that is known about the exit.</returns>
    /// <exception cref="TimeoutException">The process still runs.</exception>
    /// <exception cref="InstanceCrashedException">Another member crashed.</exception>
    public Task<CrashReport> WaitAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => _topology.GuardAsync(
        async token =>
        {
            var deadline = ((IInstanceHost)_topology).OperationDeadline(timeout ?? DefaultTimeout);
            using var limit = deadline.CreateTokenSource(token);
            try
            {
                return await _report.Task.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (!token.IsCancellationRequested)
            {
                throw new TimeoutException($"{Instance.Name} was expected to crash within {(timeout ?? DefaultTimeout).TotalSeconds:0.#} s and is {Instance.State}.", e);
            }
        },
        cancellationToken);

    /// <summary>Stops expecting it: a later exit counts as a crash.</summary>
    public void Dispose() => _owner.Forget(this);

    internal void Fulfil(CrashReport report) => _report.TrySetResult(report);
}
