namespace Armadillo.Testing.Fixtures;

/// <summary>
/// How a kit puts its servers in order after a test. The core has healed links and resumed suspended members before, and starts stopped ones
/// between the two steps. Registered in the container; there may be several.
/// </summary>
public interface ITestAftercare
{
    /// <summary>Takes back what the kit's own handles did and the test did not take back.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was taken back, for the output of the test; empty when there was nothing.</returns>
    Task<IReadOnlyList<string>> TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the topology as a whole has got over what was done to its members.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task WaitUntilHealedAsync(CancellationToken cancellationToken);
}
