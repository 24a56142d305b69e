using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>
/// What the rows and the result of a query hold, counted as the emulator decides: sixteen bytes for each value, and the text of
/// arrays, objects and strings. As arangod does, it looks at the limit each time another 32 KiB are full.
/// </summary>
/// <param name="limit">Bytes; 0 for no limit.</param>
/// <param name="nodes">The nodes of arangod's plan in the text of a refusal, where they are known.</param>
internal sealed class QueryMemory(long limit, string nodes = "")
{
    private const int ChunkBytes = 32 * 1024;
    private const int ValueBytes = 16;

    private long _held;

    /// <summary>The most that was held, in whole chunks.</summary>
    public long Peak => _held / ChunkBytes * ChunkBytes;

    /// <exception cref="DataError">500 and 32: more than the limit.</exception>
    public void Hold(JsonNode? value)
    {
        var before = _held / ChunkBytes;
        _held += ValueBytes + value switch
        {
            JsonObject or JsonArray => value.ToJsonString().Length,
            JsonValue text when text.TryGetValue<string>(out var characters) => characters.Length,
            _ => 0,
        };
        if (limit > 0 && _held / ChunkBytes > before && _held > limit)
        {
            throw new DataError(500, 32, $"AQL: query would use more memory than allowed{nodes} (while executing)");
        }
    }
}
