using System.Globalization;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Readiness;

internal sealed class LimitedCondition : Condition
{
    private readonly Condition _condition;
    private readonly TimeSpan _timeout;

    public LimitedCondition(Condition condition, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        _condition = condition;
        _timeout = timeout;
    }

    public override string Description => string.Create(CultureInfo.InvariantCulture, $"{_condition.Description} (within {_timeout.TotalSeconds:0.###} s)");

    protected internal override ConditionProbe CreateProbe(ConditionContext context) =>
        new Probe(this, _condition.CreateProbe(context), Deadline.After(_timeout, context.Time));

    private sealed class Probe(LimitedCondition condition, ConditionProbe inner, Deadline deadline) : ConditionProbe
    {
        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var seen = await inner.LookAsync(condition._condition, cancellationToken).ConfigureAwait(false);
            return seen with { Condition = condition.Description, IsHopeless = !seen.IsMet && (seen.IsHopeless || deadline.HasPassed) };
        }

        protected override void Release() => inner.Dispose();
    }
}
