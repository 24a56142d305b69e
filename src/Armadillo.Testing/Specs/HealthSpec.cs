using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>How an instance is watched after its start. Looks pause while it is suspended or does not run.</summary>
public sealed record HealthSpec
{
    /// <summary>What must hold.</summary>
    public required Condition Condition { get; init; }

    /// <summary>Time between two looks. Default: 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one look may take; longer is a failure. Default: 3 s; multiplied by the option TimeoutMultiplier.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Failures in a row that make it unhealthy, at least 1. Default: 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Time after readiness in which failures do not count, unless a look succeeded. Default: none.</summary>
    public TimeSpan StartPeriod { get; init; }

    /// <summary>Whether an unhealthy instance is killed and started again, within its <see cref="InstanceSpec.Restart"/> policy. Default: no.</summary>
    public bool RestartWhenUnhealthy { get; init; }
}
