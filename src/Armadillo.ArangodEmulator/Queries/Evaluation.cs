using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Queries;

/// <summary>The values of expressions for one row. What it gives away may belong to a document: clone it before it is kept.</summary>
internal sealed class Evaluation(JsonObject binds)
{
    public Dictionary<string, JsonNode?> Variables { get; } = new(StringComparer.Ordinal);

    public JsonNode? Value(Expression expression) => expression switch
    {
        Literal literal => literal.Value,
        Name name => Variables.TryGetValue(name.Text, out var value) ? value : throw QueryTokens.NotRead(),
        Bind bind => Bound(bind.Key),
        Access access => Member(Value(access.Target), Value(access.Member)),
        ArrayOf array => new JsonArray([.. array.Items.Select(i => Value(i)?.DeepClone())]),
        ObjectOf members => Object(members),
        Unary { Operator: "!" } not => JsonValue.Create(!AqlValues.IsTrue(Value(not.Operand))),
        Unary minus => AqlValues.FromNumber(-AqlValues.Number(Value(minus.Operand))),
        Binary binary => Combine(binary),
        _ => throw QueryTokens.NotRead(),
    };

    /// <summary>The collection that an expression names; null when it is none.</summary>
    public string? CollectionName(Expression expression) => expression switch
    {
        Name name when !Variables.ContainsKey(name.Text) => name.Text,
        Bind { Key: ['@', ..] } bind => Bound(bind.Key)?.GetValue<string>(),
        _ => null,
    };

    private JsonNode? Bound(string key) => binds.TryGetPropertyValue(key, out var value)
        ? value
        : throw new DataError(400, 1551, $"no value specified for declared bind parameter '{key}' (while parsing)");

    private static JsonNode? Member(JsonNode? target, JsonNode? member) => (target, member) switch
    {
        (JsonObject o, JsonValue v) when v.TryGetValue<string>(out var name) => o[name],
        (JsonArray a, JsonValue) when (int)AqlValues.Number(member) is var i => Math.Abs(i) <= a.Count && i != a.Count ? a[i < 0 ? a.Count + i : i] : null,
        _ => null,
    };

    private JsonObject Object(ObjectOf members)
    {
        var result = new JsonObject();
        foreach (var (key, value) in members.Members)
        {
            result[key] = Value(value)?.DeepClone();
        }

        return result;
    }

    private JsonNode? Combine(Binary binary)
    {
        var left = Value(binary.Left);
        switch (binary.Operator)
        {
            case "&&" or "AND":
                return AqlValues.IsTrue(left) ? Value(binary.Right) : left;
            case "||" or "OR":
                return AqlValues.IsTrue(left) ? left : Value(binary.Right);
        }

        var right = Value(binary.Right);
        return binary.Operator switch
        {
            "==" => AqlValues.Compare(left, right) == 0,
            "!=" => AqlValues.Compare(left, right) != 0,
            "<" => AqlValues.Compare(left, right) < 0,
            "<=" => AqlValues.Compare(left, right) <= 0,
            ">" => AqlValues.Compare(left, right) > 0,
            ">=" => AqlValues.Compare(left, right) >= 0,
            "IN" => right is JsonArray list && list.Any(i => AqlValues.Compare(left, i) == 0),
            ".." => Range((long)AqlValues.Number(left), (long)AqlValues.Number(right)),
            "+" => AqlValues.FromNumber(AqlValues.Number(left) + AqlValues.Number(right)),
            "-" => AqlValues.FromNumber(AqlValues.Number(left) - AqlValues.Number(right)),
            "*" => AqlValues.FromNumber(AqlValues.Number(left) * AqlValues.Number(right)),
            "/" or "%" when AqlValues.Number(right) == 0 => null,
            "/" => AqlValues.FromNumber(AqlValues.Number(left) / AqlValues.Number(right)),
            _ => AqlValues.FromNumber(AqlValues.Number(left) % AqlValues.Number(right)),
        };
    }

    private static JsonArray Range(long from, long to)
    {
        const int Longest = 1_000_000;
        if (Math.Abs(to - from) > Longest)
        {
            throw DataError.NotEmulated("ranges of more than a million");
        }

        var range = new JsonArray();
        for (var i = from; from <= to ? i <= to : i >= to; i += from <= to ? 1 : -1)
        {
            range.Add((JsonNode)JsonValue.Create(i));
        }

        return range;
    }
}
