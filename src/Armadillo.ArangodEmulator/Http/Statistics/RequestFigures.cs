using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http.Statistics;

/// <summary>What is measured of one request on its way.</summary>
internal sealed class RequestFigures
{
    public required string Method { get; init; }

    public bool Superuser { get; set; }

    public bool Async { get; set; }

    public TimeSpan Total { get; set; }

    /// <summary>Time in the route.</summary>
    public TimeSpan Request { get; set; }

    public TimeSpan Queue { get; set; }

    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }

    public long BodySize { get; set; }

    public bool Http2 { get; init; }

    public int Status { get; set; }

    /// <summary>Body and head as HTTP/1.1 writes them.</summary>
    public static long Size(IHeaderDictionary headers, long? body) =>
        (body ?? 0) + headers.Sum(static h => h.Key.Length + h.Value.ToString().Length + ": \r\n".Length);
}
