using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>Immutable description of instances that start, live and stop as one. Change it with <c>with</c>.</summary>
public sealed record TopologySpec
{
    /// <summary>Name, used for the directory and in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The instances, at least one.</summary>
    public required IReadOnlyList<InstanceSpec> Instances { get; init; }

    /// <summary>Conditions that hold back instances. Default: none.</summary>
    public IReadOnlyList<GateSpec> Gates { get; init; } = [];

    /// <summary>What the topology as a whole must show after all instances are ready. Default: nothing more.</summary>
    public Condition? Readiness { get; init; }

    /// <summary>Work done after the topology is ready and before the start ends, one after another. Default: none.</summary>
    public IReadOnlyList<SeedStep> Seeds { get; init; } = [];

    /// <summary>How long the whole stop may take before what is left is killed. Default: 120 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long the whole start may take. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Prepares the topology's directory, which is its argument, before any command line is built: secrets, shared files.</summary>
    public Func<string, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>Which server this is, for every report, for example <c>arangod emulator 0.1.0</c>. Default: the programs' names.</summary>
    public string? Server { get; init; }

    /// <summary>
    /// Whether the links between members can be cut and delayed. Command lines must then tell other members
    /// <see cref="PlannedMember.PeerPort"/> instead of <see cref="PlannedMember.Port"/>: there the test host listens and passes
    /// everything on. Costs a second leased port for each port, and one hop for each connection between members; tests and the
    /// library itself go to the members directly. Linux only: elsewhere the start throws <see cref="PlatformNotSupportedException"/>.
    /// Default: no.
    /// </summary>
    public bool LinkFaults { get; init; }

    /// <summary>A copy in which every instance of a role is changed.</summary>
    /// <exception cref="SpecException">No instance has the role; the message lists the roles.</exception>
    public TopologySpec WithRole(string role, Func<InstanceSpec, InstanceSpec> change) =>
        Change(i => i.Role == role, change, $"role '{role}'", Instances.Select(i => i.Role).Distinct(StringComparer.Ordinal));

    /// <summary>A copy in which one instance is changed.</summary>
    /// <exception cref="SpecException">No instance has the name; the message lists the names.</exception>
    public TopologySpec WithInstance(string name, Func<InstanceSpec, InstanceSpec> change) =>
        Change(i => i.Name == name, change, $"name '{name}'", Instances.Select(i => i.Name));

    private TopologySpec Change(Func<InstanceSpec, bool> isMeant, Func<InstanceSpec, InstanceSpec> change, string what, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Instances.Any(isMeant)
            ? this with { Instances = [.. Instances.Select(i => isMeant(i) ? change(i) : i)] }
            : throw new SpecException($"Topology '{Name}'", [$"no instance has the {what}. There are: {string.Join(", ", candidates)}."]);
    }
}
