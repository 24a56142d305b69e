namespace Armadillo.Testing.Readiness;

internal sealed class AllCondition(IReadOnlyList<Condition> conditions) : Condition
{
    public override string Description => string.Join(" and ", conditions.Select(c => c.Description));

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new CombinedProbe(
        this,
        conditions,
        context,
        static parts => parts.All(p => p.IsMet),
        static parts => parts.Any(p => p.IsHopeless));
}

internal sealed class AnyCondition(IReadOnlyList<Condition> conditions) : Condition
{
    public override string Description => string.Join(" or ", conditions.Select(c => c.Description));

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new CombinedProbe(
        this,
        conditions,
        context,
        static parts => parts.Any(p => p.IsMet),
        static parts => parts.All(p => p.IsHopeless));
}

internal sealed class CombinedProbe(
    Condition condition,
    IReadOnlyList<Condition> conditions,
    ConditionContext context,
    Func<IReadOnlyList<Observation>, bool> isMet,
    Func<IReadOnlyList<Observation>, bool> isHopeless) : ConditionProbe
{
    private readonly ConditionProbe[] _probes = [.. conditions.Select(c => c.CreateProbe(context))];

    protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
    {
        var looks = _probes.Select((probe, i) => probe.LookAsync(conditions[i], cancellationToken).AsTask());
        var parts = await Task.WhenAll(looks).ConfigureAwait(false);
        return new Observation(condition.Description, isMet(parts), "") { Parts = parts, IsHopeless = isHopeless(parts) };
    }

    protected override void Release()
    {
        foreach (var probe in _probes)
        {
            probe.Dispose();
        }
    }
}

internal sealed class ThenCondition(Condition first, Condition second) : Condition
{
    public override string Description => $"{first.Description}, then {second.Description}";

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, first, second, context);

    private sealed class Probe(Condition condition, Condition first, Condition second, ConditionContext context) : ConditionProbe
    {
        private readonly ConditionProbe _first = first.CreateProbe(context);
        private readonly ConditionProbe _second = second.CreateProbe(context);
        private Observation? _firstMet;

        protected internal override async ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            if (_firstMet is null)
            {
                var seen = await _first.LookAsync(first, cancellationToken).ConfigureAwait(false);
                if (!seen.IsMet)
                {
                    var pending = new Observation(second.Description, false, "not looked at yet");
                    return new Observation(condition.Description, false, "") { Parts = [seen, pending], IsHopeless = seen.IsHopeless };
                }

                _firstMet = seen;
            }

            var last = await _second.LookAsync(second, cancellationToken).ConfigureAwait(false);
            return new Observation(condition.Description, last.IsMet, "") { Parts = [_firstMet, last], IsHopeless = last.IsHopeless };
        }

        protected override void Release()
        {
            _first.Dispose();
            _second.Dispose();
        }
    }
}
