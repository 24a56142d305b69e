using Armadillo.Testing.ArangoDb.FailurePoints;
using Armadillo.Testing.Requirements;
using Microsoft.Extensions.DependencyInjection;

namespace Armadillo.Testing.ArangoDb.Requirements;

/// <summary>The test needs servers with failure points, a build made with <c>USE_FAILURE_TESTS</c>.</summary>
public sealed class RequiresFailurePointsAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override async Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (topology, services) in context.Topologies.Zip(context.Services))
        {
            if (!await services.GetRequiredService<IFailurePoints>().AreAvailableAsync(cancellationToken).ConfigureAwait(false))
            {
                return $"topology '{topology.Name}' runs {topology.Server}, a build without failure points";
            }
        }

        return context.Topologies.Count == 0 ? "the test has no topology whose failure points could be set" : null;
    }
}
