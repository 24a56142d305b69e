using Armadillo.Testing.ArangoDb.Specs;
using Armadillo.Testing.Requirements;

namespace Armadillo.Testing.ArangoDb.Requirements;

/// <summary>The test needs a topology with at least so many servers of each role.</summary>
public sealed class RequiresServersAttribute : RequirementAttribute
{
    /// <summary>Agents at least. Default: 0.</summary>
    public int Agents { get; init; }

    /// <summary>Database servers at least. Default: 0.</summary>
    public int DbServers { get; init; }

    /// <summary>Coordinators at least. Default: 0.</summary>
    public int Coordinators { get; init; }

    /// <inheritdoc/>
    public override Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        (ArangoRole Role, int Wanted)[] wanted = [(ArangoRole.Agent, Agents), (ArangoRole.DbServer, DbServers), (ArangoRole.Coordinator, Coordinators)];
        var missing = wanted
            .Select(w => (w.Role, w.Wanted, There: context.Topologies.Sum(t => t.WithRole(w.Role.Word()).Count)))
            .Where(w => w.There < w.Wanted)
            .Select(w => $"{w.Wanted} with the role {w.Role}, there are {w.There}");
        var text = string.Join("; ", missing);
        return Task.FromResult(text.Length == 0 ? null : $"the test needs more servers: {text}");
    }
}
