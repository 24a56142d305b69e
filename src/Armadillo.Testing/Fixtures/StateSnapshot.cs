using System.Collections.Immutable;

namespace Armadillo.Testing.Fixtures;

/// <summary>What all checks of a topology listed at one moment.</summary>
internal sealed class StateSnapshot
{
    private readonly ImmutableArray<(IStateCheck Check, IReadOnlyCollection<string> Items)> _parts;

    private StateSnapshot(ImmutableArray<(IStateCheck, IReadOnlyCollection<string>)> parts) => _parts = parts;

    public static async Task<StateSnapshot> TakeAsync(IEnumerable<IStateCheck> checks, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(checks.Select(async check => (check, await check.ListAsync(cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        return new StateSnapshot([.. parts]);
    }

    /// <summary>What is here and was not there before.</summary>
    public IReadOnlyList<Leftover> Since(StateSnapshot before) =>
    [
        .. _parts.SelectMany(part =>
        {
            var known = before._parts.FirstOrDefault(p => p.Check == part.Check).Items?.ToHashSet(StringComparer.Ordinal) ?? [];
            return part.Items.Where(item => !known.Contains(item)).Select(item => new Leftover(part.Check, item));
        }),
    ];
}

/// <summary>Something that a test left behind.</summary>
internal sealed record Leftover(IStateCheck Check, string Item)
{
    public override string ToString() => $"{Check.Kind} {Item}";
}
