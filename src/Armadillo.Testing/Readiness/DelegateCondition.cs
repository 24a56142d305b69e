namespace Armadillo.Testing.Readiness;

internal sealed class DelegateCondition(
    string description, Func<ConditionContext, CancellationToken, ValueTask<(bool IsMet, string Seen)>> look) : Condition
{
    public override string Description { get; } = description;

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, context, look);

    private sealed class Probe(
        Condition condition, ConditionContext context, Func<ConditionContext, CancellationToken, ValueTask<(bool IsMet, string Seen)>> look)
        : ConditionProbe
    {
        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var (isMet, seen) = await look(context, cancellationToken).ConfigureAwait(false);
            return new Observation(condition.Description, isMet, seen);
        }
    }
}
