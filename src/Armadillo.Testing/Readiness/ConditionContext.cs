namespace Armadillo.Testing.Readiness;

/// <summary>What a probe is given when a wait begins.</summary>
public sealed class ConditionContext
{
    internal ConditionContext(
        IConditionTarget? target, IReadOnlyList<IConditionTarget> members, HttpClient http, TimeProvider time, Action wake)
    {
        OptionalTarget = target;
        Members = members;
        Http = http;
        Time = time;
        Wake = wake;
    }

    /// <summary>The instance that is waited for.</summary>
    /// <exception cref="InvalidOperationException">The wait is for a topology or gate as a whole.</exception>
    public IConditionTarget Target => OptionalTarget
        ?? throw new InvalidOperationException("This condition looks at one instance; here it was asked of a topology as a whole. Use it as the readiness of an instance.");

    /// <summary>All instances of the topology, in the order of the spec.</summary>
    public IReadOnlyList<IConditionTarget> Members { get; }

    /// <summary>Client for plain requests: no redirects, no cookies, no proxy.</summary>
    public HttpClient Http { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Asks for the next look at once; for probes that are told of a change.</summary>
    public Action Wake { get; }

    private IConditionTarget? OptionalTarget { get; }
}
