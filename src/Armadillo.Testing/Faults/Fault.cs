using Armadillo.Testing.Instances;

namespace Armadillo.Testing.Faults;

/// <summary>Something done to a member from outside, until it is healed.</summary>
public sealed class Fault : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task> _heal;
    private readonly Action<Fault> _onHealed;
    private readonly SemaphoreSlim _healing = new(1, 1);
    private volatile bool _healed;

    internal Fault(string kind, Instance instance, Func<CancellationToken, Task> heal, Action<Fault> onHealed)
    {
        Kind = kind;
        Instance = instance;
        _heal = heal;
        _onHealed = onHealed;
    }

    /// <summary>What was done, for example <c>kill</c>.</summary>
    public string Kind { get; }

    /// <summary>To whom.</summary>
    public Instance Instance { get; }

    /// <summary>Whether it was taken back.</summary>
    public bool IsHealed => _healed;

    /// <summary>Takes it back and waits until the member is ready again. Does nothing when that was done already, here or in another way.</summary>
    public async Task HealAsync(CancellationToken cancellationToken = default)
    {
        await _healing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_healed)
            {
                return;
            }

            await _heal(cancellationToken).ConfigureAwait(false);
            _healed = true;
            _onHealed(this);
        }
        finally
        {
            _healing.Release();
        }
    }

    /// <summary>Heals it.</summary>
    public async ValueTask DisposeAsync() => await HealAsync(CancellationToken.None).ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} of {Instance.Name}{(_healed ? ", healed" : "")}";
}
