namespace Armadillo.Testing.Readiness;

/// <summary>One wait's look at a condition. Made for one wait and disposed with it.</summary>
public abstract class ConditionProbe : IDisposable
{
    /// <summary>Looks once. An exception counts as "not met", with its message as what was seen.</summary>
    protected internal abstract ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends subscriptions.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Looks once and turns a failure to look into an observation.</summary>
    internal async ValueTask<Observation> LookAsync(Condition condition, CancellationToken cancellationToken)
    {
        try
        {
            return await ObserveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return new Observation(condition.Description, false, Innermost(e).Message);
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
