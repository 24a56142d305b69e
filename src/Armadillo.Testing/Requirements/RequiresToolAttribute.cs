using Armadillo.Testing.Plans;

namespace Armadillo.Testing.Requirements;

/// <summary>The test needs a program, for example <c>gdb</c>.</summary>
/// <param name="program">Name of a program on PATH, or its path.</param>
public sealed class RequiresToolAttribute(string program) : RequirementAttribute
{
    /// <summary>The program.</summary>
    public string Program { get; } = program;

    /// <inheritdoc/>
    public override Task<string?> FindObstacleAsync(RequirementContext context, CancellationToken cancellationToken) => Task.FromResult(
        ProgramLocator.Find(Program) is null ? $"the program '{Program}' is not on PATH; install it to run this test" : null);
}
