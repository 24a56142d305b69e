using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Jobs;

/// <summary>A copy of a request that outlives its connection; the answer is kept in memory.</summary>
internal static class DetachedRequest
{
    public static async Task<HttpContext> CopyAsync(HttpContext context, CancellationToken aborted)
    {
        var source = context.Request;
        var body = new MemoryStream();
        await source.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        var copy = new DefaultHttpContext { RequestAborted = aborted };
        copy.Request.Method = source.Method;
        copy.Request.Protocol = source.Protocol;
        copy.Request.Scheme = source.Scheme;
        copy.Request.Host = source.Host;
        copy.Request.Path = source.Path;
        copy.Request.QueryString = source.QueryString;
        copy.Request.Body = body;
        foreach (var (name, value) in source.Headers)
        {
            copy.Request.Headers[name] = value;
        }

        copy.Request.Headers.Remove(AsyncJobs.RequestHeader);
        copy.Connection.RemoteIpAddress = context.Connection.RemoteIpAddress;
        copy.Response.Body = new MemoryStream();
        return copy;
    }
}
