using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>Connections: how many are open, how long they lived.</summary>
internal sealed class ConnectionStatistics
{
    private static readonly object _spoken = new();

    private long _open;
    private long _http1;
    private long _http2;

    public long Open => Interlocked.Read(ref _open);

    /// <summary>All connections since the start whose first request came in HTTP/1.</summary>
    public long Http1 => Interlocked.Read(ref _http1);

    public long Http2 => Interlocked.Read(ref _http2);

    /// <summary>Seconds between opening and closing.</summary>
    public Distribution ConnectionTime { get; } = new(0.01, 1, 60);

    /// <summary>A request has come in; the first one says what the connection speaks.</summary>
    public void Speaks(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>() is not { } connection)
        {
            return;
        }

        lock (connection.Items)
        {
            if (!connection.Items.TryAdd(_spoken, null))
            {
                return;
            }
        }

        Interlocked.Increment(ref HttpProtocol.IsHttp2(context.Request.Protocol) ? ref _http2 : ref _http1);
    }

    public ConnectionDelegate Count(ConnectionDelegate next, TimeProvider time) => async connection =>
    {
        var openedAt = time.GetTimestamp();
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            ConnectionTime.Add(time.GetElapsedTime(openedAt).TotalSeconds);
        }
    };
}
