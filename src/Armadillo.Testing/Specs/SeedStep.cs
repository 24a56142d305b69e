using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Specs;

/// <summary>Work on a topology that is ready, before anybody else gets it: schema, data, settings. A failure fails the start.</summary>
/// <param name="Name">For messages.</param>
/// <param name="RunAsync">The work; sees the members in the order of the spec.</param>
public sealed record SeedStep(string Name, Func<IReadOnlyList<IConditionTarget>, CancellationToken, Task> RunAsync);
