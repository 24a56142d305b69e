using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Faults;

/// <summary>Something done to members or to the links between them from outside, until it is healed.</summary>
public sealed class Fault : IAsyncDisposable
{
    private readonly string _description;
    private readonly Func<CancellationToken, Task> _heal;
    private readonly Func<bool> _isOver;
    private readonly SemaphoreSlim _healing = new(1, 1);
    private volatile bool _healed;

    internal Fault(string kind, IReadOnlyList<Instance> members, string description, Func<CancellationToken, Task> heal, Func<bool> isOver)
    {
        Kind = kind;
        Members = members;
        _description = description;
        _heal = heal;
        _isOver = isOver;
    }

    /// <summary>What was done: <c>kill</c>, <c>suspension</c>, <c>partition</c>, <c>isolation</c>, <c>block</c> or <c>delay</c>.</summary>
    public string Kind { get; }

    /// <summary>To whom: one member for a kill or a suspension; for faults of links all members at their ends, those they go out from first.</summary>
    public IReadOnlyList<Instance> Members { get; }

    /// <summary>Whether it was taken back.</summary>
    public bool IsHealed => _healed;

    /// <summary>Whether nothing is left of it, healed or not: a member runs again that somebody started in another way.</summary>
    internal bool IsOver => _healed || _isOver();

    /// <summary>Whether links, not processes, are concerned.</summary>
    internal bool IsOfLinks { get; init; }

    /// <summary>
    /// Takes it back. For a kill and a suspension it waits until the member is ready again; links carry at once what they held, and
    /// what the members make of it takes its own time. Does nothing when that was done already, here or in another way.
    /// </summary>
    public async Task HealAsync(CancellationToken cancellationToken = default)
    {
        await _healing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_healed)
            {
                await _heal(cancellationToken).ConfigureAwait(false);
                _healed = true;
            }
        }
        finally
        {
            _healing.Release();
        }
    }

    /// <summary>Heals it.</summary>
    public async ValueTask DisposeAsync() => await HealAsync(CancellationToken.None).ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() => $"{_description}{(_healed ? ", healed" : "")}";
}
