using Armadillo.Testing.Topologies;

namespace Armadillo.Testing.Requirements;

/// <summary>
/// Something that a test needs and that may be missing: then the test is skipped with a readable reason. Put subclasses on a test
/// method, a test class or an assembly; all of them must be met. Needs the per-test order of the adapter.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly, AllowMultiple = true)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>Looks whether the requirement is met.</summary>
    /// <param name="context">What there is.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Why it is not met, for people; <see langword="null"/> when it is.</returns>
    public abstract Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken);
}

/// <summary>What a requirement may look at.</summary>
/// <param name="Topologies">The running topologies of the test; empty when it has none.</param>
/// <param name="Services">Services of each of them, in the same order.</param>
public sealed record RequirementContext(IReadOnlyList<Topology> Topologies, IReadOnlyList<IServiceProvider> Services);
