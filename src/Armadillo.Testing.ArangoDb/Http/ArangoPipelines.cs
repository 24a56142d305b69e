using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Armadillo.Testing.ArangoDb.Http;

/// <summary>All retries of this kit.</summary>
internal static class ArangoPipelines
{
    /// <summary>For requests that may be repeated: retried for up to 15 s while nothing listens, connections break or the server says that it is starting.</summary>
    public static ResiliencePipeline<ArangoResponse> Repeatable(TimeProvider time) => Build(
        time,
        TimeSpan.FromSeconds(15),
        new PredicateBuilder<ArangoResponse>().Handle<ArangoRequestException>().HandleResult(r => r.Status == 503));

    /// <summary>
    /// For agency requests: retried for up to 30 s while no leader serves. A request that broke in the middle is repeated only
    /// when it may be: the agency then has seen it once or twice.
    /// </summary>
    public static ResiliencePipeline<ArangoResponse> Agency(TimeProvider time, bool repeatable) => Build(
        time,
        TimeSpan.FromSeconds(30),
        repeatable
            ? new PredicateBuilder<ArangoResponse>().Handle<ArangoRequestException>().HandleResult(r => r.Status is 503 or 307)
            : new PredicateBuilder<ArangoResponse>()
                .Handle<ArangoRequestException>(e => e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
                .HandleResult(r => r.Status is 503 or 307));

    private static ResiliencePipeline<ArangoResponse> Build(TimeProvider time, TimeSpan total, PredicateBuilder<ArangoResponse> retried) =>
        new ResiliencePipelineBuilder<ArangoResponse> { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = total })
            .AddRetry(new RetryStrategyOptions<ArangoResponse>
            {
                ShouldHandle = retried,
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(25),
                MaxDelay = TimeSpan.FromMilliseconds(500),
                UseJitter = true,
            })
            .Build();
}
