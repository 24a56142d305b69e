using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>The forms in which arangod answers.</summary>
internal static class Answers
{
    /// <summary>Writes a JSON body as it is.</summary>
    public static async Task JsonAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, EmulatorJson.Default.JsonNode!);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
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
