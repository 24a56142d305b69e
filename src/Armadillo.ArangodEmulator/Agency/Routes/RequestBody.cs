using System.Text.Json;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>Reads JSON bodies and answers 400 in the agency's form when there is none.</summary>
internal static class RequestBody
{
    public static async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        try
        {
            return await StrictJson.ReadDocumentAsync(context.Request, context.RequestAborted);
        }
        catch (JsonException e)
        {
            await JsonReply.MessageAsync(context, 400, e.Message);
            return null;
        }
    }

    /// <summary>A body that must be an array with something in it.</summary>
    public static async Task<JsonDocument?> ReadArrayAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } document)
        {
            return null;
        }

        if (document.RootElement is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0)
        {
            return document;
        }

        var message = document.RootElement.ValueKind == JsonValueKind.Array ? "Empty request" : "Request body must be an array";
        document.Dispose();
        await JsonReply.MessageAsync(context, 400, message);
        return null;
    }
}
