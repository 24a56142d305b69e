using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Compressed requests, and compressed answers for who asks for them when --http.compress-response-threshold allows.</summary>
internal sealed class ContentEncoding(long threshold)
{
    private const string Gzip = "gzip";
    private const string Deflate = "deflate";

    /// <summary>Lets the handler read plain bytes whatever was sent.</summary>
    public static void Decode(HttpRequest request)
    {
        switch (request.Headers.ContentEncoding.ToString())
        {
            case Gzip:
                request.Body = new GZipStream(request.Body, CompressionMode.Decompress);
                break;
            case Deflate:
                request.Body = new ZLibStream(request.Body, CompressionMode.Decompress);
                break;
            default:
                return;
        }

        request.Headers.ContentEncoding = default;
        request.ContentLength = null;
    }

    /// <summary>Runs the handler; its answer is compressed on its way when that makes it smaller.</summary>
    public async Task EncodeAsync(HttpContext context, Func<HttpContext, Task> handle)
    {
        if (threshold == 0 || Accepted(context.Request) is not { } encoding)
        {
            await handle(context);
            return;
        }

        var real = context.Features.Get<IHttpResponseBodyFeature>()!;
        var plain = new MemoryStream();
        context.Response.Body = plain;
        try
        {
            await handle(context);
        }
        finally
        {
            context.Features.Set(real);
        }

        var body = plain;
        if (plain.Length > threshold && Compressed(plain, encoding) is var compressed && compressed.Length < plain.Length)
        {
            context.Response.Headers.ContentEncoding = encoding;
            body = compressed;
        }

        if (plain.Length > 0)
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
        }
    }

    private static string? Accepted(HttpRequest request)
    {
        var accepted = request.Headers.AcceptEncoding.ToString();
        return accepted.Contains(Gzip, StringComparison.OrdinalIgnoreCase) ? Gzip
            : accepted.Contains(Deflate, StringComparison.OrdinalIgnoreCase) ? Deflate
            : null;
    }

    private static MemoryStream Compressed(MemoryStream plain, string encoding)
    {
        var target = new MemoryStream();
        using (Stream stream = encoding == Gzip
            ? new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true)
            : new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            plain.WriteTo(stream);
        }

        return target;
    }
}
