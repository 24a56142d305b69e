using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>What names a document: a key, an id, or an object with one of them.</summary>
internal static class DocumentKeys
{
    private const int Longest = 254;

    /// <summary>The key that a string or an object names in a collection.</summary>
    public static string Of(JsonNode? selector, string collection)
    {
        var text = selector switch
        {
            JsonValue v when v.TryGetValue<string>(out var direct) => direct,
            JsonObject o when o["_key"] is JsonValue k && k.TryGetValue<string>(out var key) => key,
            JsonObject o when o["_id"] is JsonValue i && i.TryGetValue<string>(out var id) => id,
            JsonObject or JsonValue => throw new DataError(400, 1221, "illegal document key"),
            _ => throw new DataError(400, 1227, "invalid document type"),
        };
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? text
            : text[..slash] == collection ? text[(slash + 1)..]
            : throw new DataError(400, 1221, "illegal document key");
    }

    public static bool IsKey(string key) => key.Length is > 0 and <= Longest
        && key.All(static c => char.IsAsciiLetterOrDigit(c) || "_-:.@()+,=;$!*'%".Contains(c, StringComparison.Ordinal));
}
