using Armadillo.Testing.Requirements;

namespace Armadillo.Testing.ArangoDb.Requirements;

/// <summary>The test needs a server version.</summary>
/// <param name="atLeast">Lowest version, for example <c>3.12.4</c>.</param>
public sealed class RequiresVersionAttribute(string atLeast) : RequirementAttribute
{
    /// <summary>Lowest version.</summary>
    public string AtLeast { get; } = atLeast;

    /// <summary>First version that is too new. Default: none is.</summary>
    public string? Below { get; init; }

    /// <inheritdoc/>
    public override async Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken)
    {
        foreach (var build in await ServerBuild.OfAllAsync(context, cancellationToken).ConfigureAwait(false))
        {
            if (build.Version < ServerBuild.ParseVersion(AtLeast))
            {
                return $"{build.Server} has version {build.VersionText}, the test needs {AtLeast} or later";
            }

            if (Below is not null && build.Version >= ServerBuild.ParseVersion(Below))
            {
                return $"{build.Server} has version {build.VersionText}, the test needs one below {Below}";
            }
        }

        return null;
    }
}
