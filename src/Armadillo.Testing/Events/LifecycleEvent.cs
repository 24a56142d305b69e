using System.Text.Json.Serialization;

namespace Armadillo.Testing.Events;

/// <summary>Something that happened in the life of a topology. Typed records derive from it; the event log stamps them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TopologyStateChanged), "topology-state")]
[JsonDerivedType(typeof(InstancePlanned), "instance-planned")]
[JsonDerivedType(typeof(InstanceStateChanged), "instance-state")]
[JsonDerivedType(typeof(InstanceLaunched), "instance-launched")]
[JsonDerivedType(typeof(InstanceExited), "instance-exited")]
[JsonDerivedType(typeof(InstanceCrashed), "instance-crashed")]
[JsonDerivedType(typeof(ConditionObserved), "condition-observed")]
[JsonDerivedType(typeof(ConditionMet), "condition-met")]
[JsonDerivedType(typeof(InstanceRetried), "instance-retried")]
[JsonDerivedType(typeof(HealthChanged), "health")]
[JsonDerivedType(typeof(FaultApplied), "fault")]
[JsonDerivedType(typeof(LinkFaulted), "link-fault")]
[JsonDerivedType(typeof(LinkHealed), "link-healed")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(TestBegan), "test-began")]
[JsonDerivedType(typeof(TestEnded), "test-ended")]
public abstract record LifecycleEvent
{
    /// <summary>Place in the log, from 1, without gaps.</summary>
    [JsonPropertyOrder(-4)]
    public long Sequence { get; init; }

    /// <summary>When it happened (UTC).</summary>
    [JsonPropertyOrder(-3)]
    public DateTimeOffset Time { get; init; }

    /// <summary>Monotonic time since the event log began.</summary>
    [JsonPropertyOrder(-2)]
    public TimeSpan Elapsed { get; init; }

    /// <summary>Name of the instance that it is about; <see langword="null"/> for the topology as a whole.</summary>
    [JsonPropertyOrder(-1)]
    public string? Instance { get; init; }

    /// <summary>Name of the test that was running, when one was known.</summary>
    [JsonPropertyOrder(-1)]
    public string? Test { get; init; }

    /// <summary>One line for people, without time and instance.</summary>
    public abstract string Describe();

    /// <inheritdoc/>
    public sealed override string ToString() => Describe();
}
