using Armadillo.ArangodEmulator.Server;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>The headers that every answer carries, as recorded from 3.12 servers.</summary>
internal static class ResponseHeaders
{
    private const string CacheControl = "no-cache, no-store, must-revalidate, pre-check=0, post-check=0, max-age=0, s-maxage=0";

    public static void Add(HttpContext context, ServerRole role, string? queueTime)
    {
        var headers = context.Response.Headers;
        headers.Server = "ArangoDB";
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            var close = context.Request.Headers.Connection.ToString().Contains("close", StringComparison.OrdinalIgnoreCase);
            headers.Connection = close ? "Close" : "Keep-Alive";
        }

        // The rest is for browsers: not from agents and DB servers, and not between servers.
        if (role is ServerRole.Agent or ServerRole.DbServer || context.Request.Headers.ContainsKey("x-arango-source"))
        {
            return;
        }

        headers.CacheControl = CacheControl;
        headers.ContentSecurityPolicy = "frame-ancestors 'self'; form-action 'self';";
        headers.Expires = "0";
        headers.Pragma = "no-cache";
        headers.StrictTransportSecurity = "max-age=31536000 ; includeSubDomains";
        headers.XContentTypeOptions = "nosniff";
        if (queueTime is not null)
        {
            headers[RequestQueue.Header] = queueTime;
        }
    }
}
