using Armadillo.Testing.Events;
using Armadillo.Testing.Logs;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Workspaces;

namespace Armadillo.Testing.Instances;

/// <summary>
/// One server process of a topology with its state, port, directory and log. Operations on one instance run one after
/// another; every intended end is announced before it is done, and every other end is a crash.
/// </summary>
public sealed partial class Instance : IConditionTarget, IDisposable
{
    private readonly IInstanceHost _host;
    private readonly InstanceServices _services;
    private readonly SemaphoreSlim _operation = new(1, 1);
    private readonly Lock _lock = new();
    private volatile InstanceRun? _run;
    private InstanceState _state = InstanceState.Created;

    internal Instance(InstancePlan plan, IInstanceHost host, InstanceServices services)
    {
        Plan = plan;
        _host = host;
        _services = services;
        Log = new InstanceLog(plan.StandardOutputPath, plan.StandardErrorPath, services.LogRingLines);
    }

    /// <summary>Name, unique in the topology.</summary>
    public string Name => Plan.Spec.Name;

    /// <summary>Role.</summary>
    public string Role => Plan.Spec.Role;

    /// <summary>Everything that was decided for it.</summary>
    public InstancePlan Plan { get; }

    /// <summary>Where it listens; <see langword="null"/> when it has no port. Stays the same over restarts.</summary>
    public Uri? Endpoint => Plan.Endpoint;

    /// <summary>Where other members reach it; the same as <see cref="Endpoint"/> without link faults.</summary>
    public Uri? PeerEndpoint => Plan.PeerEndpoint;

    /// <summary>Its directories.</summary>
    public InstanceDirectories Directories => Plan.Member.Directories;

    /// <summary>What it writes, over all restarts.</summary>
    public InstanceLog Log { get; }

    /// <summary>Where it is in its life.</summary>
    public InstanceState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Pid of the running process; <see langword="null"/> when none runs.</summary>
    public int? ProcessId => InstanceStates.HasProcess(State) ? _run?.Process.Identity.Pid : null;

    /// <summary>Pid and start time of the last process; <see langword="null"/> before the first launch.</summary>
    public ProcessIdentity? LastIdentity => _run?.Process.Identity;

    /// <summary>Whether a process may exist that is not known yet.</summary>
    internal bool IsLaunching => State == InstanceState.Starting && _run is not { Process.Exited.IsCompleted: false };

    /// <summary>How the last process ended; <see langword="null"/> while it runs and before the first launch.</summary>
    public ProcessExit? LastExit => _run is { Process.Exited.IsCompletedSuccessfully: true } run ? run.Process.Exited.Result : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Role}, {State})";

    /// <summary>Lets go of what is held in memory. The topology calls it when it ends; the process must be gone by then.</summary>
    public void Dispose() => _operation.Dispose();

    private void Move(InstanceState to, string? reason = null)
    {
        InstanceState from;
        lock (_lock)
        {
            from = _state;
            if (!InstanceStates.IsLegal(from, to))
            {
                throw new InstanceStateException($"{Name} is {from} and cannot become {to}.");
            }

            _state = to;
        }

        _host.Events.Append(new InstanceStateChanged(from.ToString(), to.ToString(), reason) { Instance = Name });
    }

    private InstanceRun RunningProcess(string operation, params ReadOnlySpan<InstanceState> allowed)
    {
        var state = State;
        if (!allowed.Contains(state) || _run is not { } run)
        {
            throw new InstanceStateException($"{Name} is {state}; {operation} needs it to be {string.Join(" or ", allowed.ToArray())}.");
        }

        return run;
    }

    private async Task<T> ExclusivelyAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        await _operation.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await operation().ConfigureAwait(false);
        }
        finally
        {
            _operation.Release();
        }
    }
}
