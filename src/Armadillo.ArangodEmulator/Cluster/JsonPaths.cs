using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>Steps into trees as the agency answers them.</summary>
internal static class JsonPaths
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? NumberAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<double>(out var number) ? (long)number : null;

    public static IEnumerable<string> KeysAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject children ? children.Select(static x => x.Key) : [];
}
