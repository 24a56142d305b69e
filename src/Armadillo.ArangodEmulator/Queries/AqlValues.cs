using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>AQL's order and truth of values: null, booleans, numbers, strings, arrays, objects.</summary>
internal static class AqlValues
{
    public static IComparer<JsonNode?> Order { get; } = Comparer<JsonNode?>.Create(Compare);

    public static bool IsTrue(JsonNode? value) => value switch
    {
        null => false,
        JsonValue v when v.TryGetValue<bool>(out var flag) => flag,
        JsonValue v when v.TryGetValue<string>(out var text) => text.Length > 0,
        JsonValue => Number(value) != 0,
        _ => true,
    };

    public static int Compare(JsonNode? left, JsonNode? right)
    {
        var (l, r) = (Rank(left), Rank(right));
        return l != r ? l.CompareTo(r) : l switch
        {
            0 => 0,
            1 => left!.GetValue<bool>().CompareTo(right!.GetValue<bool>()),
            2 => Number(left).CompareTo(Number(right)),
            3 => string.CompareOrdinal(left!.GetValue<string>(), right!.GetValue<string>()),
            4 => CompareArrays((JsonArray)left!, (JsonArray)right!),
            _ => CompareObjects((JsonObject)left!, (JsonObject)right!),
        };
    }

    /// <summary>Numbers come from JSON, from whole literals and from arithmetic, each kept in another way.</summary>
    public static double Number(JsonNode? value) => value is not JsonValue v ? 0
        : v.TryGetValue<double>(out var real) ? real
        : v.TryGetValue<long>(out var whole) ? whole
        : v.TryGetValue<int>(out var small) ? small
        : 0;

    /// <summary>Whole results are shown without a fraction.</summary>
    public static JsonNode FromNumber(double number) =>
        double.IsInteger(number) && Math.Abs(number) < 1L << 53 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static int Rank(JsonNode? value) => value switch
    {
        null => 0,
        JsonValue v when v.TryGetValue<bool>(out _) => 1,
        JsonValue v when v.TryGetValue<string>(out _) => 3,
        JsonValue => 2,
        JsonArray => 4,
        _ => 5,
    };

    private static int CompareArrays(JsonArray left, JsonArray right)
    {
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var order = Compare(i < left.Count ? left[i] : null, i < right.Count ? right[i] : null);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static int CompareObjects(JsonObject left, JsonObject right)
    {
        foreach (var name in left.Select(static x => x.Key).Concat(right.Select(static x => x.Key)).Distinct().Order(StringComparer.Ordinal))
        {
            var order = Compare(left[name], right[name]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
