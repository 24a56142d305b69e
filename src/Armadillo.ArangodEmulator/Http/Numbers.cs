using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Http;

/// <summary>Numbers as arrays of an answer.</summary>
internal static class Numbers
{
    public static JsonArray Array(IEnumerable<double> numbers) => [.. numbers.Select(static n => (JsonNode)n)];

    public static JsonArray Array(IEnumerable<long> numbers) => [.. numbers.Select(static n => (JsonNode)n)];
}
