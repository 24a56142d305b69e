using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>The forms in which arangod answers.</summary>
internal static class Answers
{
    // arangod escapes what JSON demands and nothing more.
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a JSON body as it is.</summary>
    public static async Task JsonAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var bytes = new ArrayBufferWriter<byte>(256);
        await using (var writer = new Utf8JsonWriter(bytes, _writing))
        {
            if (body is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                body.WriteTo(writer);
            }
        }

        context.Response.ContentLength = bytes.WrittenCount;
        await context.Response.Body.WriteAsync(bytes.WrittenMemory);
    }

    /// <summary>Writes the usual error object.</summary>
    public static Task ErrorAsync(HttpContext context, int status, int errorNum, string message) => JsonAsync(context, status, new JsonObject
    {
        ["code"] = status,
        ["error"] = true,
        ["errorMessage"] = message,
        ["errorNum"] = errorNum,
    });
}
