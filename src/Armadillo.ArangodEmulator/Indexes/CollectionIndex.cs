using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>An index of a collection on this server: for a unique one, which document has which values.</summary>
internal sealed class CollectionIndex(IndexDefinition definition)
{
    private readonly IReadOnlyList<string> _fields = definition.Fields;
    private readonly IReadOnlyList<string> _held = [.. definition.PrefixFields, .. definition.Fields];
    private readonly bool _isMultiDimensional = IndexTypes.IsMultiDimensional(definition.Type);
    private Dictionary<string, string> _keysByValues = new(StringComparer.Ordinal);

    public IndexDefinition Definition { get; } = definition;

    /// <exception cref="DataError">Another document has the values already, or they are not numbers where they must be.</exception>
    public void Check(JsonObject document)
    {
        if (_isMultiDimensional && !Definition.Sparse && !HasNumbers(document))
        {
            throw new DataError(400, 1561, "invalid arithmetic value");
        }

        if (Definition.Unique && Values(document) is { } values && _keysByValues.TryGetValue(values, out var owner) && owner != (string?)document["_key"])
        {
            var fields = string.Join(", ", Definition.Fields);
            throw new DataError(
                409, 1210, $"unique constraint violated - in index {Definition.Name} of type {Definition.Type} over '{fields}'; conflicting key: {owner}");
        }
    }

    public void Add(JsonObject document)
    {
        if (Definition.Unique && Values(document) is { } values)
        {
            _keysByValues[values] = (string)document["_key"]!;
        }
    }

    public void Remove(JsonObject document)
    {
        // A copy that catches up gets the new owner of some values before the old one goes.
        if (Definition.Unique && Values(document) is { } values && _keysByValues.TryGetValue(values, out var owner) && owner == (string?)document["_key"])
        {
            _keysByValues.Remove(values);
        }
    }

    /// <summary>The key of the document that has the values; null for none.</summary>
    public string? KeyOf(string values) => _keysByValues.GetValueOrDefault(values);

    public CollectionIndex Copy() => new(Definition) { _keysByValues = new(_keysByValues, StringComparer.Ordinal) };

    public void Clear() => _keysByValues.Clear();

    /// <summary>How many different values there are for each document.</summary>
    public double Selectivity(IEnumerable<JsonObject> documents)
    {
        if (Definition.Unique)
        {
            return 1;
        }

        var values = documents.Select(Values).OfType<string>().ToList();
        return values.Count == 0 ? 1 : values.Distinct(StringComparer.Ordinal).Count() / (double)values.Count;
    }

    /// <summary>The indexed values as one text; null for a document that a sparse index does not hold.</summary>
    public string? Values(JsonObject document)
    {
        if (_isMultiDimensional && !HasNumbers(document))
        {
            return null;
        }

        var values = new JsonArray();
        foreach (var field in _held)
        {
            var value = At(document, field);
            if (value is null && Definition.Sparse)
            {
                return null;
            }

            values.Add(Canonical(value));
        }

        return values.ToJsonString();
    }

    private bool HasNumbers(JsonObject document) =>
        _fields.All(f => At(document, f) is JsonValue v && v.GetValueKind() == JsonValueKind.Number);

    private static JsonNode? At(JsonObject document, string field)
    {
        JsonNode? value = document;
        foreach (var part in field.Split('.'))
        {
            value = (value as JsonObject)?[part];
        }

        return value;
    }

    // 1 and 1.0 are the same value.
    private static JsonNode? Canonical(JsonNode? value) =>
        value is JsonValue v && v.TryGetValue<double>(out var number) ? number : value?.DeepClone();
}
