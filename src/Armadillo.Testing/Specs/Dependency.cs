namespace Armadillo.Testing.Specs;

/// <summary>How far another part of the topology must be.</summary>
public enum DependencyCondition
{
    /// <summary>Its process was launched.</summary>
    Launched,

    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>A look at its health succeeded.</summary>
    Healthy,

    /// <summary>It has exited with code 0: for programs that prepare something and end.</summary>
    Completed,
}

/// <summary>What a <see cref="Dependency"/> names.</summary>
public enum DependencyTarget
{
    /// <summary>One instance, by name.</summary>
    Instance,

    /// <summary>All instances of a role.</summary>
    Role,

    /// <summary>A gate; it is open or not, the condition does not matter.</summary>
    Gate,
}

/// <summary>Something that must have happened before an instance is launched. In the end the order is reversed: dependents stop first.</summary>
/// <param name="Target">What kind of thing is named.</param>
/// <param name="Name">Its name.</param>
/// <param name="Condition">How far it must be.</param>
public sealed record Dependency(DependencyTarget Target, string Name, DependencyCondition Condition)
{
    /// <summary>On one instance. Default: until it is ready.</summary>
    public static Dependency OnInstance(string name, DependencyCondition condition = DependencyCondition.Ready) => new(DependencyTarget.Instance, name, condition);

    /// <summary>On all instances of a role. Default: until they are ready.</summary>
    public static Dependency OnRole(string role, DependencyCondition condition = DependencyCondition.Ready) => new(DependencyTarget.Role, role, condition);

    /// <summary>On a gate.</summary>
    public static Dependency OnGate(string name) => new(DependencyTarget.Gate, name, DependencyCondition.Ready);

    /// <inheritdoc/>
    public override string ToString() => $"{Target.ToString().ToLowerInvariant()} '{Name}'";
}
