namespace Armadillo.Testing.Fixtures;

/// <summary>Which test runs.</summary>
/// <param name="Id">Unique in the run, rows of a theory apart.</param>
/// <param name="DisplayName">For people.</param>
/// <param name="ClassName">Full name of the test class; <see langword="null"/> when there is none.</param>
/// <param name="MethodName">Name of the test method; <see langword="null"/> when there is none.</param>
public sealed record TestIdentity(string Id, string DisplayName, string? ClassName = null, string? MethodName = null)
{
    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}
