using Armadillo.Testing.Diagnostics;
using Armadillo.Testing.Processes;
using Armadillo.Testing.Specs;
using Polly;
using Polly.Retry;

namespace Armadillo.Testing.Instances;

/// <summary>All retries of this package: failed starts and crashed instances, again with pauses that double.</summary>
internal static class RestartPipelines
{
    /// <param name="policy">How often, with which pauses; its limit must be at least 1.</param>
    /// <param name="time">Clock of the pauses.</param>
    /// <param name="onRetry">Told before each pause: number from 1, what failed, how long the pause is.</param>
    public static ResiliencePipeline Build(RestartPolicy policy, TimeProvider time, Func<int, Exception, TimeSpan, Task> onRetry) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<InstanceCrashedException>().Handle<WaitTimeoutException>().Handle<ProcessLaunchException>(),
                MaxRetryAttempts = policy.Limit,
                BackoffType = DelayBackoffType.Exponential,
                Delay = policy.FirstDelay,
                MaxDelay = policy.LongestDelay,
                OnRetry = arguments => new ValueTask(onRetry(arguments.AttemptNumber + 1, arguments.Outcome.Exception!, arguments.RetryDelay)),
            })
            .Build();
}
