using Armadillo.Testing.Instances;
using Armadillo.Testing.Readiness;
using Armadillo.Testing.Specs;
using Armadillo.Testing.Time;

namespace Armadillo.Testing.Health;

/// <summary>Looks at the health of one instance as long as its topology lives. Pauses while it is suspended or does not run.</summary>
internal sealed class HealthMonitor(Instance instance, HealthSpec spec, IInstanceHost host, Action onFirstHealthy)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        var failures = 0;
        try
        {
            while (true)
            {
                if (instance.State == InstanceState.Running)
                {
                    var (seen, took) = await LookAsync(cancellationToken).ConfigureAwait(false);
                    failures = seen.IsMet ? 0 : failures + 1;
                    Judge(seen, ref failures, host.Time.GetElapsedTime(began));
                    if (instance.Health == InstanceHealth.Unhealthy && spec.RestartWhenUnhealthy)
                    {
                        await instance.RestartUnhealthyAsync(seen, took).ConfigureAwait(false);
                        failures = 0;
                    }
                }

                await Task.Delay(spec.Interval, host.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The topology ends.
        }
    }

    private void Judge(Observation seen, ref int failures, TimeSpan age)
    {
        Telemetry.HealthChecked(host.Name, instance, seen.IsMet);
        if (seen.IsMet)
        {
            instance.SetHealth(InstanceHealth.Healthy, seen.Summary);
            onFirstHealthy();
        }
        else if (age < spec.StartPeriod && instance.Health == InstanceHealth.Unknown)
        {
            failures = 0;
        }
        else if (failures >= spec.Retries)
        {
            instance.SetHealth(InstanceHealth.Unhealthy, seen.Summary);
        }
    }

    private async Task<(Observation Seen, TimeSpan Took)> LookAsync(CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        using var wait = host.CreateWait(spec.Condition, instance);
        var seen = await wait.LookOnceAsync(Deadline.After(spec.Timeout * host.TimeoutMultiplier, host.Time), cancellationToken).ConfigureAwait(false);
        return (seen, host.Time.GetElapsedTime(began));
    }
}
