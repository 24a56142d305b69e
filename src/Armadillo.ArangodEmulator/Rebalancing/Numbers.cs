using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Rebalancing;

internal static class Numbers
{
    public static JsonArray Array(IEnumerable<double> numbers) => [.. numbers.Select(static n => (JsonNode)n)];

    public static JsonArray Array(IEnumerable<long> numbers) => [.. numbers.Select(static n => (JsonNode)n)];
}
