using System.Net;
using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Events;
using Armadillo.Testing.Faults;
using Armadillo.Testing.Instances;
using Armadillo.Testing.Links;
using Armadillo.Testing.Plans;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Time;
using Armadillo.Testing.Workspaces;
using Microsoft.Extensions.Logging;

namespace Armadillo.Testing.Topologies;

/// <summary>
/// Instances that start, live and stop as one. When a member crashes, every pending wait ends at once with the crash.
/// Disposing it stops all members in their orderly way.
/// </summary>
public sealed partial class Topology : IInstanceHost, IAsyncDisposable
{
    private readonly TopologyPlan _plan;
    private readonly TopologyServices _services;
    private readonly CrashMonitor _crashes = new();
    private readonly TopologyCrashReports _reports;
    private readonly TopologyLinks? _links;
    private readonly TopologyFaults _faults;
    private readonly Instance[] _instances;
    private readonly SemaphoreSlim _stopping = new(1, 1);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly List<Task> _monitors = [];
    private readonly Action<Topology> _onDisposed;
    private readonly ILogger _logger;
    private Deadline _startDeadline = Deadline.Never;
    private TopologyStop? _stop;
    private Task? _disposal;
    private volatile TopologyState _state = TopologyState.Created;

    internal Topology(TopologyPlan plan, TopologyServices services, Action<Topology> onDisposed)
    {
        _plan = plan;
        _onDisposed = onDisposed;
        _reports = new TopologyCrashReports(this);
        _services = services;
        _logger = services.LoggerFactory.CreateLogger("Armadillo.Testing.Topology");
        Events = new EventLog(services.Time);
        _instances = [.. plan.Instances.Select(p => new Instance(p, this, services.Instances))];
        _links = plan.Spec.LinkFaults ? new TopologyLinks([.. _instances.Select(AsLinkMember)], services.Time) : null;
        _faults = new TopologyFaults(Name, _instances, _links, Events, services.Time);
        Events.Subscribe(LogEvent);
        foreach (var instance in _instances)
        {
            Events.Append(new InstancePlanned(instance.Endpoint?.Authority ?? "", instance.Directories.Root) { Instance = instance.Name });
        }
    }

    /// <summary>Name of the spec.</summary>
    public string Name => _plan.Spec.Name;

    /// <summary>Everything that was decided before the start.</summary>
    public TopologyPlan Plan => _plan;

    /// <summary>Where it is in its life.</summary>
    public TopologyState State => _state;

    /// <summary>The instances in the order of the spec.</summary>
    public IReadOnlyList<Instance> Instances => _instances;

    /// <summary>The record of everything that happened.</summary>
    public EventLog Events { get; }

    /// <summary>The topology's directory.</summary>
    public Workspace Workspace => _plan.Workspace;

    /// <summary>All crashes so far, oldest first.</summary>
    public IReadOnlyList<CrashReport> Crashes => _crashes.Reports;

    /// <summary>The crashes as data, and the way to expect one.</summary>
    public ICrashReports CrashReports => _reports;

    /// <summary>What can be done to the members and to the links between them from outside.</summary>
    public IFaults Faults => _faults;

    /// <summary>The first crash that nobody accepted; <see langword="null"/> when there is none.</summary>
    public CrashReport? PendingCrash => _crashes.Pending;

    internal CancellationToken Crashed => _crashes.Crashed;

    /// <summary>Which server runs, for reports.</summary>
    public string Server => _plan.Spec.Server ?? string.Join(", ", _plan.Instances.Select(i => Path.GetFileName(i.Program)).Distinct(StringComparer.Ordinal));

    /// <summary>When the running test must be over: every wait of this topology is clamped to it. Default: never.</summary>
    public Deadline TestDeadline { get; set; }

    /// <summary>The instance with this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names.</exception>
    public Instance this[string name] => _instances.FirstOrDefault(i => i.Name == name)
        ?? throw new KeyNotFoundException($"No instance is named '{name}'. There are: {string.Join(", ", _instances.Select(i => i.Name))}.");

    /// <summary>The instances of a role, in the order of the spec; empty when there are none.</summary>
    public IReadOnlyList<Instance> WithRole(string role) => [.. _instances.Where(i => i.Role == role)];

    /// <summary>Waits for a condition about the topology as a whole.</summary>
    /// <param name="condition">The condition; it sees all members.</param>
    /// <param name="timeout">Multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">A member crashed.</exception>
    public Task WaitAsync(Condition condition, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitAsync(condition, target: null, timeout, cancellationToken);

    /// <summary>Waits for a condition about one instance.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="target">The instance.</param>
    /// <param name="timeout">Multiplied by the option TimeoutMultiplier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WaitTimeoutException">The time ran out; the message explains what was seen.</exception>
    /// <exception cref="InstanceCrashedException">A member crashed.</exception>
    public Task WaitAsync(Condition condition, Instance? target, TimeSpan timeout, CancellationToken cancellationToken = default) => GuardAsync(
        token => WaitCoreAsync(condition, target, target is null ? $"wait of topology '{Name}'" : $"wait for {target.Name}", timeout, token),
        cancellationToken);

    /// <summary>Runs an operation that a crash of any member ends at once, with the crash as its exception.</summary>
    /// <param name="operation">Must observe its token.</param>
    /// <param name="cancellationToken">The caller's token; when it is cancelled, that wins over a crash.</param>
    /// <exception cref="InstanceCrashedException">A member crashed, also when before the call and not accepted.</exception>
    public Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken = default) =>
        _crashes.GuardAsync(operation, cancellationToken);

    /// <inheritdoc cref="GuardAsync{T}(Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public Task GuardAsync(Func<CancellationToken, Task> operation, CancellationToken cancellationToken = default) => _crashes.GuardAsync(
        async token =>
        {
            await operation(token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Declares the crashes so far as expected: waits work again, and crashed members can be started. The directory is kept all the same.</summary>
    public void AcceptCrashes() => _crashes.Accept();

    double IInstanceHost.TimeoutMultiplier => _services.TimeoutMultiplier;

    TimeProvider IInstanceHost.Time => _services.Time;

    ConditionWait IInstanceHost.CreateWait(Condition condition, Instance? target) => CreateWait(condition, target);

    CancellationToken IInstanceHost.Lifetime => _lifetime.Token;

    WaitTimeoutException IInstanceHost.Explain(Instance instance, string purpose, ConditionOutcome outcome) =>
        Explain($"{purpose} of {instance.Name}", instance, outcome);

    Deadline IInstanceHost.OperationDeadline(TimeSpan timeout) => DeadlineAfter(timeout);

    CrashReport IInstanceHost.Analyse(Instance instance, ProcessExit exit, TimeSpan uptime)
    {
        var report = Analyse(instance, exit, uptime);
        Telemetry.InstanceCrashed(Name, instance);
        Workspace.Keep($"{instance.Name} crashed");
        Events.Append(new InstanceCrashed(report.Summary) { Instance = instance.Name });
        _crashes.Record(report);
        _reports.Add(report);
        return report;
    }

    Action<ProcessExit, TimeSpan>? IInstanceHost.TakeExpectation(Instance instance) => _reports.Take(instance);

    internal CrashReport Analyse(Instance instance, ProcessExit exit, TimeSpan uptime) =>
        CrashAnalysis.Analyse(Name, Server, instance, exit, uptime, DescribeLinkFaults(), Events.CurrentTest);

    void IInstanceHost.Fail(CrashReport report) => _crashes.Fail(report);

    private async Task<bool> WaitCoreAsync(Condition condition, Instance? target, string purpose, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var wait = CreateWait(condition, target);
        var outcome = await wait.RunAsync(DeadlineAfter(timeout), cancellationToken).ConfigureAwait(false);
        if (!outcome.Last.IsMet)
        {
            throw Explain(purpose, target, outcome);
        }

        Events.Append(new ConditionMet(outcome.Last.Condition, outcome.Last.Summary, outcome.Took) { Instance = target?.Name });
        return true;
    }

    private ConditionWait CreateWait(Condition condition, Instance? target) => new(
        condition,
        target,
        _instances,
        _services.Http,
        _services.Time,
        seen => Events.Append(new ConditionObserved(seen.Condition, seen.Summary) { Instance = target?.Name }));

    private WaitTimeoutException Explain(string purpose, Instance? target, ConditionOutcome outcome) =>
        new(WaitExplanation.Compose(purpose, outcome, target, _instances, DescribeLinkFaults(), Workspace.Directory), outcome.Last);

    /// <inheritdoc cref="TopologyFaults.HealLinksAsync"/>
    internal Task<IReadOnlyList<Fault>> HealLinksAsync(IReadOnlyCollection<Fault> spared, CancellationToken cancellationToken) =>
        _faults.HealLinksAsync(spared, cancellationToken);

    private IReadOnlyList<string> DescribeLinkFaults() => [.. (_links?.Faults ?? []).Select(f => f.DescribeWithAge())];

    private static LinkMember AsLinkMember(Instance instance)
    {
        var member = instance.Plan.Member;
        var targets = member.PeerPorts.Zip(member.Ports, (peer, own) => new LinkTarget(member.Name, peer.Value, new IPEndPoint(IPAddress.Loopback, own.Value)));
        return new LinkMember(member.Name, [.. targets], () => instance.LastIdentity, () => instance.IsLaunching);
    }

    /// <summary>A step's own time, clamped to the start when that is under way, to the running test and to the run.</summary>
    private Deadline DeadlineAfter(TimeSpan timeout)
    {
        var deadline = Deadline.After(timeout * _services.TimeoutMultiplier, _services.Time).Earlier(_services.RunDeadline).Earlier(TestDeadline);
        return _state == TopologyState.Starting ? deadline.Earlier(_startDeadline) : deadline;
    }

    private void MoveTo(TopologyState state)
    {
        var from = _state;
        _state = state;
        Events.Append(new TopologyStateChanged(from.ToString(), state.ToString()));
    }

    private void LogEvent(LifecycleEvent lifecycleEvent) => LogLifecycle(Name, lifecycleEvent.Instance, lifecycleEvent);

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "{Topology} {Instance}: {Description}")]
    private partial void LogLifecycle(string topology, string? instance, LifecycleEvent description);
}
