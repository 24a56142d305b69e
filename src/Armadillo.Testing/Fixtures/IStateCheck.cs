namespace Armadillo.Testing.Fixtures;

/// <summary>
/// One kind of thing that a test may leave behind on its servers, for example databases. Kits and users register checks in the
/// container; what is there after a test and was not there before it is the test's leftover.
/// </summary>
public interface IStateCheck
{
    /// <summary>What one item is, for example <c>database</c>.</summary>
    string Kind { get; }

    /// <summary>Lists what there is now, by names that are unique for this kind, in the order in which leftovers are to be removed.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    Task<IReadOnlyCollection<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes one item that a test left.</summary>
    /// <param name="item">A name that <see cref="ListAsync"/> gave. It may be gone already.</param>
    /// <param name="cancellationToken">Ends the removal.</param>
    Task RemoveAsync(string item, CancellationToken cancellationToken);
}
