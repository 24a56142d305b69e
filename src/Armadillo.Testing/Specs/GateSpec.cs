using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>A condition about several instances together that holds back others, for example: the agents have agreed on a leader.</summary>
public sealed record GateSpec
{
    /// <summary>Name, unique among the gates.</summary>
    public required string Name { get; init; }

    /// <summary>What must have happened before the condition is looked at.</summary>
    public IReadOnlyList<Dependency> DependsOn { get; init; } = [];

    /// <summary>The condition. It sees all members, but no single target.</summary>
    public required Condition Condition { get; init; }
}
