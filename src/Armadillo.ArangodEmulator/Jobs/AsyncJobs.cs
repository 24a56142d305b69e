using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Jobs;

/// <summary>Requests with the header x-arango-async, and the kept answers of those that asked for it.</summary>
internal sealed class AsyncJobs(ServerTicks ticks, IServerLog log, TimeProvider time, CancellationToken stopping)
{
    public const string RequestHeader = "x-arango-async";
    public const string IdHeader = "x-arango-async-id";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, AsyncJob> _kept = [];
    private bool _closed;

    public int Pending => Count(done: false);

    public int Done => Count(done: true);

    /// <summary>A soft shutdown has begun: nothing more is kept for later.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
    }

    public static bool IsAsync(HttpContext context) =>
        context.Request.Headers.TryGetValue(RequestHeader, out var mode) && mode.ToString() is "true" or "store";

    /// <summary>Answers 202 at once and lets the request run; 503 when no answer may be kept any more.</summary>
    public async Task StartAsync(HttpContext context, Identity identity, Func<HttpContext, Task> handle)
    {
        var keep = context.Request.Headers[RequestHeader] == "store";
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var copy = await DetachedRequest.CopyAsync(context, cancellation.Token);
        AsyncJob job;
        lock (_lock)
        {
            job = new AsyncJob(ticks.Next(), identity.User, copy, time.GetUtcNow(), cancellation);
            if (keep && !_closed)
            {
                _kept[job.Id] = job;
            }
        }

        if (keep && _closed)
        {
            log.Info("fee34", "startup", "Async job rejected, exception: soft shutdown ongoing");
            await Answers.ErrorAsync(context, 503, 21003, "queue is full");
            return;
        }

        _ = Task.Run(() => job.RunAsync(handle), CancellationToken.None);
        context.Response.StatusCode = 202;
        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = 0;
        if (keep)
        {
            context.Response.Headers[IdHeader] = $"{job.Id}";
        }
    }

    /// <summary>Ids of the caller's jobs, the newest first.</summary>
    public IReadOnlyList<long> List(Identity identity, bool done, int most)
    {
        lock (_lock)
        {
            return [.. _kept.Values.Where(j => j.Done == done && Sees(identity, j)).Select(static j => j.Id).Reverse().Take(most)];
        }
    }

    public AsyncJob? Find(Identity identity, string id)
    {
        lock (_lock)
        {
            return long.TryParse(id, out var number) && _kept.TryGetValue(number, out var job) && Sees(identity, job) ? job : null;
        }
    }

    /// <summary>Forgets the jobs that the condition names; one that runs goes on and nobody gets its answer.</summary>
    public void Forget(Identity identity, Func<AsyncJob, bool> which)
    {
        lock (_lock)
        {
            foreach (var job in _kept.Values.Where(j => Sees(identity, j) && which(j)).ToList())
            {
                _kept.Remove(job.Id);
            }
        }
    }

    private static bool Sees(Identity identity, AsyncJob job) => identity.IsSuperuser || identity.User == job.User;

    private int Count(bool done)
    {
        lock (_lock)
        {
            return _kept.Values.Count(j => j.Done == done);
        }
    }
}
