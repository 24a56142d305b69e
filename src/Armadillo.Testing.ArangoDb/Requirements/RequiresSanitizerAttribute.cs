using Armadillo.Testing.Requirements;

namespace Armadillo.Testing.ArangoDb.Requirements;

/// <summary>The test needs a build with a sanitizer, as the details of its version tell.</summary>
/// <param name="sanitizer"><c>asan</c> or <c>tsan</c>; arangod does not tell of others.</param>
public sealed class RequiresSanitizerAttribute(string sanitizer) : RequirementAttribute
{
    /// <summary>Name of the sanitizer.</summary>
    public string Sanitizer { get; } = sanitizer;

    /// <inheritdoc/>
    public override async Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken) =>
        (await ServerBuild.OfAllAsync(context, cancellationToken).ConfigureAwait(false)).FirstOrDefault(b => !b.Has(Sanitizer)) is { } build
            ? $"{build.Server} is no build with {Sanitizer}"
            : null;
}
