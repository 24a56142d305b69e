using Armadillo.Testing.Events;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;

namespace Armadillo.Testing.Instances;

public sealed partial class Instance
{
    private volatile InstanceHealth _health;

    /// <summary>What the looks at its health say; <see cref="InstanceHealth.Unknown"/> without a health spec.</summary>
    public InstanceHealth Health => _health;

    /// <summary>Takes over what a look at the health came to.</summary>
    internal void SetHealth(InstanceHealth health, string seen)
    {
        var from = _health;
        if (from == health)
        {
            return;
        }

        _health = health;
        _host.Events.Append(new HealthChanged(from.ToString(), health.ToString(), seen) { Instance = Name });
    }

    /// <summary>Kills an unhealthy process and starts it again, within its restart policy.</summary>
    internal async Task RestartUnhealthyAsync(Observation last, TimeSpan took)
    {
        if (Plan.Spec.External is not null || _restarts >= Plan.Spec.Restart.Limit || State != InstanceState.Running)
        {
            return;
        }

        var problem = _host.Explain(this, "health", new ConditionOutcome(last, TimeSpan.Zero, took));
        await RestartAfterAsync(problem, report: null).ConfigureAwait(false);
    }

    private void WatchExternal(ExternalServer external)
    {
        if (external.Process is not { } process)
        {
            return;
        }

        var began = _host.Time.GetTimestamp();
        _ = WatchAsync();

        async Task WatchAsync()
        {
            try
            {
                await ForeignProcess.WaitForExitAsync(process, _host.Time, _host.Lifetime).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            // Only its parent knows how it ended.
            var exit = new ProcessExit(null, null, false, _host.Time.GetUtcNow());
            _host.Events.Append(new InstanceExited(exit.ToString(), Announced: false) { Instance = Name });
            Move(InstanceState.Crashed, "the external process ended");
            _host.Fail(_host.Analyse(this, exit, _host.Time.GetElapsedTime(began)));
        }
    }

    private void ThrowIfExternal(string operation)
    {
        if (Plan.Spec.External is not null)
        {
            throw new InstanceStateException($"{Name} is external; it is watched and used, but {operation} is for those who started it.");
        }
    }
}
