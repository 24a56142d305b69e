using System.Globalization;
using System.Text.RegularExpressions;
using Armadillo.Testing.Logs;

namespace Armadillo.Testing.Readiness;

internal sealed class LogLineCondition(Regex pattern) : Condition
{
    public override string Description => $"a log line matches /{pattern}/";

    protected internal override ConditionProbe CreateProbe(ConditionContext context) => new Probe(this, context, pattern);

    private sealed class Probe : ConditionProbe
    {
        private readonly Condition _condition;
        private readonly Regex _pattern;
        private readonly Action _wake;
        private readonly IDisposable _subscription;
        private volatile string? _match;
        private int _lines;

        public Probe(Condition condition, ConditionContext context, Regex pattern)
        {
            _condition = condition;
            _pattern = pattern;
            _wake = context.Wake;

            // First subscribe, then read what is there: a line between the two is seen twice rather than never.
            _subscription = context.Target.Log.Subscribe(OnLine);
            foreach (var line in context.Target.Log.ReadSinceLaunch())
            {
                OnLine(line);
            }
        }

        protected internal override ValueTask<Observation> ObserveAsync(CancellationToken cancellationToken)
        {
            var seen = _match is { } match
                ? match
                : string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref _lines)} lines, none matches");
            return ValueTask.FromResult(new Observation(_condition.Description, _match is not null, seen));
        }

        protected override void Release() => _subscription.Dispose();

        private void OnLine(LogLine line)
        {
            Interlocked.Increment(ref _lines);
            if (_match is null && _pattern.IsMatch(line.Text))
            {
                _match = line.Text;
                _wake();
            }
        }
    }
}
