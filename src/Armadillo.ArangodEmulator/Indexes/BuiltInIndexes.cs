using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>The indexes that every collection has and that nobody can drop.</summary>
internal static class BuiltInIndexes
{
    public const int Last = 1;

    private const string Primary = "primary";
    private const string Edge = "edge";

    /// <summary>In the order of their ids, without a collection before these.</summary>
    public static IEnumerable<IndexDefinition> Of(bool isEdge)
    {
        yield return Make(0, Primary, unique: true, "_key");
        if (isEdge)
        {
            yield return Make(Last, Edge, unique: false, "_from", "_to");
        }
    }

    public static JsonObject ToAnswer(IndexDefinition index, string collection) => index.ToAnswer(collection, ("selectivityEstimate", 1));

    public static bool Has(string? type) => type is Primary or Edge;

    private static IndexDefinition Make(int id, string type, bool unique, params string[] fields) => IndexDefinition.Make(
        new JsonObject
        {
            ["type"] = type,
            ["fields"] = new JsonArray([.. fields.Select(static f => (JsonNode)f)]),
            ["unique"] = unique,
            ["sparse"] = false,
        },
        id,
        type);
}
