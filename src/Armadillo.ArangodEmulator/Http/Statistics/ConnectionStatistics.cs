using Microsoft.AspNetCore.Connections;

namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>Connections: how many are open, how long they lived.</summary>
internal sealed class ConnectionStatistics
{
    private long _open;

    public long Open => Interlocked.Read(ref _open);

    /// <summary>Seconds between opening and closing.</summary>
    public Distribution ConnectionTime { get; } = new(0.01, 1, 60);

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
