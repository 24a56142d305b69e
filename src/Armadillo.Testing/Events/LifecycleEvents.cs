using System.Globalization;

namespace Armadillo.Testing.Events;

/// <summary>The topology went from one state to another.</summary>
/// <param name="From">State before, by name.</param>
/// <param name="To">State after, by name.</param>
public sealed record TopologyStateChanged(string From, string To) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"topology {To.ToLowerInvariant()}";
}

/// <summary>An instance has its port and directory.</summary>
/// <param name="Endpoint">Where it will listen; empty when it has no port.</param>
/// <param name="Directory">Its directory.</param>
public sealed record InstancePlanned(string Endpoint, string Directory) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"planned at {Endpoint}";
}

/// <summary>An instance went from one state to another.</summary>
/// <param name="From">State before, by name.</param>
/// <param name="To">State after, by name.</param>
/// <param name="Reason">Why, when there is more to say than the state.</param>
public sealed record InstanceStateChanged(string From, string To, string? Reason) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => Reason is null ? $"{From} -> {To}" : $"{From} -> {To} ({Reason})";
}

/// <summary>The process of an instance was started.</summary>
/// <param name="Pid">Process id.</param>
public sealed record InstanceLaunched(int Pid) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"launched, pid {Pid}");
}

/// <summary>The process of an instance ended.</summary>
/// <param name="Exit">How, in words.</param>
/// <param name="Announced">Whether the end was asked for; <see langword="false"/> is a crash.</param>
public sealed record InstanceExited(string Exit, bool Announced) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => Announced ? Exit : $"{Exit}, not announced";
}

/// <summary>An unannounced exit was analysed.</summary>
/// <param name="Summary">The crash report in one line.</param>
public sealed record InstanceCrashed(string Summary) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => Summary;
}

/// <summary>A condition that something waits for was looked at and showed something new.</summary>
/// <param name="Condition">The condition in words.</param>
/// <param name="Observation">What was seen.</param>
public sealed record ConditionObserved(string Condition, string Observation) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"waiting for {Condition}: {Observation}";
}

/// <summary>A condition became true.</summary>
/// <param name="Condition">The condition in words.</param>
/// <param name="Observation">What was seen.</param>
/// <param name="Took">How long it was waited for.</param>
public sealed record ConditionMet(string Condition, string Observation, TimeSpan Took) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{Condition}: {Observation} (after {Took.TotalMilliseconds:F0} ms)");
}

/// <summary>Something was done to an instance from outside, on purpose.</summary>
/// <param name="Fault">What, for example <c>kill</c> or <c>suspend</c>.</param>
public sealed record FaultApplied(string Fault) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"fault: {Fault}";
}

/// <summary>Links between members were cut or delayed, on purpose.</summary>
/// <param name="Fault">What and where, for example <c>partition of agent-1 from agent-2, agent-3</c>.</param>
public sealed record LinkFaulted(string Fault) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"link fault: {Fault}";
}

/// <summary>A fault of links was taken back.</summary>
/// <param name="Fault">What and where.</param>
/// <param name="Lasted">How long it was there.</param>
public sealed record LinkHealed(string Fault, TimeSpan Lasted) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"link healed: {Fault} (after {Lasted.TotalMilliseconds:F0} ms)");
}

/// <summary>A remark of a kit or of a test.</summary>
/// <param name="Text">The remark.</param>
public sealed record Note(string Text) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => Text;
}

/// <summary>Something that failed is tried again.</summary>
/// <param name="What"><c>start</c> for a start that failed, <c>run</c> for an instance that crashed or was unhealthy.</param>
/// <param name="Number">Which time, from 1.</param>
/// <param name="Limit">How often at most.</param>
/// <param name="Pause">Time before it.</param>
/// <param name="Reason">What failed, in one line.</param>
public sealed record InstanceRetried(string What, int Number, int Limit, TimeSpan Pause, string Reason) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => string.Create(
        CultureInfo.InvariantCulture, $"{(What == "start" ? "starting again" : "restarting")} ({Number} of {Limit}) in {Pause.TotalMilliseconds:F0} ms: {Reason}");
}

/// <summary>The health of an instance changed.</summary>
/// <param name="From">Health before, by name.</param>
/// <param name="To">Health after, by name.</param>
/// <param name="Seen">What the last look showed.</param>
public sealed record HealthChanged(string From, string To, string Seen) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"health {From} -> {To} ({Seen})";
}

/// <summary>A test got the topology.</summary>
public sealed record TestBegan : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"test begins: {Test}";
}

/// <summary>A test gave the topology back.</summary>
/// <param name="Outcome">How it ended, by name.</param>
public sealed record TestEnded(string Outcome) : LifecycleEvent
{
    /// <inheritdoc/>
    public override string Describe() => $"test {Outcome.ToLowerInvariant()}: {Test}";
}
