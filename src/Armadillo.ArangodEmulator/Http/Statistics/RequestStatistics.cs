using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>All requests since the start, by kind, and the distributions of their times and sizes.</summary>
internal sealed class RequestStatistics
{
    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly ConcurrentDictionary<int, long> _byStatus = new();
    private readonly long[] _byMethod = new long[_methods.Length + 1];
    private long _total;
    private long _superuser;
    private long _async;
    private long _queueTimeViolations;
    private long _lowPriorityOngoing;
    private long _queueFullFailures;
    private long _forwarded;

    public long Total => Interlocked.Read(ref _total);

    public long Superuser => Interlocked.Read(ref _superuser);

    public long User => Total - Superuser;

    public long Async => Interlocked.Read(ref _async);

    public long QueueTimeViolations => Interlocked.Read(ref _queueTimeViolations);

    /// <summary>Requests for data that run at this moment; a soft shutdown waits for them.</summary>
    public long LowPriorityOngoing => Interlocked.Read(ref _lowPriorityOngoing);

    public long QueueFullFailures => Interlocked.Read(ref _queueFullFailures);

    /// <summary>Requests that another coordinator answered.</summary>
    public long Forwarded => Interlocked.Read(ref _forwarded);

    public Distribution BodySizesHttp1 { get; } = BodySizes();

    public Distribution BodySizesHttp2 { get; } = BodySizes();

    public ConnectionStatistics Connections { get; } = new();

    public ClientStatistics All { get; } = new();

    /// <summary>Without the requests of other servers.</summary>
    public ClientStatistics Users { get; } = new();

    /// <summary>Requests with the method; anything unknown stands for all other methods.</summary>
    public long Of(string method) => Interlocked.Read(ref _byMethod[Index(method)]);

    public long Answered(int status) => _byStatus.GetValueOrDefault(status);

    public void Refused() => Interlocked.Increment(ref _queueFullFailures);

    public void Forward() => Interlocked.Increment(ref _forwarded);

    public void Violated() => Interlocked.Increment(ref _queueTimeViolations);

    public void Add(RequestFigures figures)
    {
        Interlocked.Increment(ref _total);
        Interlocked.Increment(ref _byMethod[Index(figures.Method)]);
        _byStatus.AddOrUpdate(figures.Status, 1, static (_, count) => count + 1);
        (figures.Http2 ? BodySizesHttp2 : BodySizesHttp1).Add(figures.BodySize);
        if (figures.Async)
        {
            Interlocked.Increment(ref _async);
        }

        All.Add(figures);
        if (figures.Superuser)
        {
            Interlocked.Increment(ref _superuser);
        }
        else
        {
            Users.Add(figures);
        }
    }

    /// <summary>Counts the request as running for data until the result is disposed.</summary>
    public IDisposable? BeginLowPriority(string path)
    {
        if (!IsLowPriority(new PathString(path)))
        {
            return null;
        }

        Interlocked.Increment(ref _lowPriorityOngoing);
        return new Ongoing(this);
    }

    private static bool IsLowPriority(PathString path) =>
        path.StartsWithSegments("/_api/document") || path.StartsWithSegments("/_api/cursor") || path.StartsWithSegments("/_api/collection")
        || path.StartsWithSegments("/_api/index") || path.StartsWithSegments("/_api/database") || path.StartsWithSegments("/_api/user");

    private static Distribution BodySizes() => new(191, 319, 575, 1087, 2110, 4156, 8248, 16432, 32800);

    private static int Index(string method) => Array.IndexOf(_methods, method) is >= 0 and var index ? index : _methods.Length;

    private sealed class Ongoing(RequestStatistics owner) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref owner._lowPriorityOngoing);
    }
}
