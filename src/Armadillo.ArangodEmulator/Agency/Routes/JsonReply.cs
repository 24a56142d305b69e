using System.Buffers;
using System.Text.Json;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>Answers that are written straight from the store; trees are too large to be built a second time.</summary>
internal static class JsonReply
{
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory);
    }

    /// <summary>The agency's own form of an error: a message and nothing else.</summary>
    public static Task MessageAsync(HttpContext context, int status, string message) => WriteAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("message", message);
        writer.WriteEndObject();
    });

    public static Task WrongMethodAsync(HttpContext context) => Answers.ErrorAsync(context, 405, 405, "method not supported");
}
