using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>What is refused from the head of a request alone. Longer lines and headers do not come as far: Kestrel refuses them.</summary>
internal static class RequestLimits
{
    public const int LongestUrl = 16 << 10;

    private static readonly HashSet<string> _methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>Null when the request may go on.</summary>
    public static Task? Refusal(HttpContext context)
    {
        if (!_methods.Contains(context.Request.Method))
        {
            return Answers.ErrorAsync(context, 405, 405, "method not supported");
        }

        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget.Length > LongestUrl)
        {
            return CloseAsync(context, 414, "request URI too long");
        }

        if (context.Request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
        {
            return CloseAsync(context, 413, "request body too large");
        }

        return null;
    }

    /// <summary>A body that nobody reads must not stand before the next request.</summary>
    private static Task CloseAsync(HttpContext context, int status, string message)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "Close";
        }

        return Answers.ErrorAsync(context, status, status, message);
    }
}
