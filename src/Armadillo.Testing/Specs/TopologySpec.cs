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

    /// <summary>How long the whole start may take. Default: 60 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Prepares the topology's directory, which is its argument, before any command line is built: secrets, shared files.</summary>
    public Func<string, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>Which server this is, for every report, for example <c>arangod emulator 0.1.0</c>. Default: the programs' names.</summary>
    public string? Server { get; init; }
}
