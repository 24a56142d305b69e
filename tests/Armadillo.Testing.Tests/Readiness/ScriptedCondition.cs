using Armadillo.Testing.Readiness;

namespace Armadillo.Testing.Tests.Readiness;

/// <summary>A condition that says what the test tells it to say.</summary>
internal sealed class ScriptedCondition(string name) : Condition
{
    public bool Answer { get; set; }

    public int Looks { get; private set; }

    public int Released { get; private set; }

    public Exception? Failure { get; set; }

    /// <summary>Asks for the next look; set when a wait begins.</summary>
    public Action Wake { get; private set; } = static () => { };

    public override string Description => name;

    protected internal override ConditionProbe CreateProbe(ConditionContext context)
    {
        Wake = context.Wake;
        return new Probe(this);
    }

    private sealed class Probe(ScriptedCondition condition) : ConditionProbe
    {
        protected internal override ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            condition.Looks++;
            return condition.Failure is { } failure
                ? throw failure
                : ValueTask.FromResult(new Observation(condition.Description, condition.Answer, condition.Answer ? "yes" : "no"));
        }

        protected override void Release() => condition.Released++;
    }
}
