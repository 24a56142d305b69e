using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Import;

/// <summary>One document of an import, or what is wrong with it.</summary>
internal readonly record struct ImportItem(int Position, JsonNode? Document, string? Complaint);

/// <summary>Reads the body of an import: JSON documents line by line, an array of them, or rows below a line of names.</summary>
internal sealed class ImportBody
{
    private const int LongestExcerpt = 255;

    private static readonly char[] _blanks = [' ', '\t', '\r', '\b', '\f'];

    private readonly List<ImportItem> _items = [];

    private ImportBody()
    {
    }

    public IReadOnlyList<ImportItem> Items => _items;

    /// <summary>Lines with nothing in them.</summary>
    public int Empty { get; private set; }

    /// <param name="text">The body.</param>
    /// <param name="type">documents, array, list or auto; anything else means rows.</param>
    /// <param name="firstLine">What the rows are counted from, beside the first one.</param>
    /// <exception cref="DataError">400: the body as a whole is wrong.</exception>
    public static ImportBody Read(string text, string? type, int firstLine)
    {
        var body = new ImportBody();
        switch (type)
        {
            case "array" or "list":
            case "auto" when text.AsSpan().TrimStart(" \t\r\n\b\f").StartsWith("["):
                body.ReadArray(text);
                break;
            case "documents" or "auto":
                body.ReadLines(text, 0, static (line, position) => Parse(line) is (true, var document)
                    ? new ImportItem(position, document, null)
                    : Unreadable(position, line));
                break;
            default:
                body.ReadRows(text, firstLine);
                break;
        }

        return body;
    }

    /// <summary>A document as it is named in a complaint.</summary>
    public static string Excerpt(string text) => text.Length > LongestExcerpt ? $"{text[..LongestExcerpt]}..." : text;

    public static string At(int position) => string.Create(CultureInfo.InvariantCulture, $"at position {position}: ");

    private static ImportItem Unreadable(int position, string line) =>
        new(position, null, $"{At(position)}invalid JSON type (expecting object, probably parse error), offending context: {Excerpt(line)}");

    private static (bool Success, JsonNode? Value) Parse(string text)
    {
        try
        {
            return (true, StrictJson.ParseNode(Encoding.UTF8.GetBytes(text)));
        }
        catch (JsonException)
        {
            return (false, null);
        }
    }

    private void ReadArray(string text)
    {
        if (Parse(text) is not (true, JsonArray documents))
        {
            throw new DataError(400, 400, "expecting a JSON array in the request");
        }

        _items.AddRange(documents.Select(static (d, i) => new ImportItem(i + 1, d, null)));
    }

    private void ReadRows(string text, int firstLine)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0)
        {
            throw new DataError(400, 400, "no JSON array found in second line");
        }

        if (Parse(text[..end]) is not (true, JsonArray { Count: > 0 } keys) || !keys.All(static k => k is JsonValue v && v.TryGetValue<string>(out _)))
        {
            throw new DataError(400, 400, "no JSON string array found in first line");
        }

        ReadLines(text[(end + 1)..], firstLine, (line, position) => Parse(line) switch
        {
            (false, _) => Unreadable(position, line),
            (_, JsonArray values) when values.Count == keys.Count => new ImportItem(position, Row(keys, values), null),
            (_, JsonArray values) => new ImportItem(
                position, null, $"{At(position)}wrong number of JSON values (got {values.Count}, expected {keys.Count})"),
            _ => new ImportItem(position, null, $"{At(position)}no valid JSON array data"),
        });
    }

    /// <summary>Null stands for an attribute that is not there.</summary>
    private static JsonObject Row(JsonArray keys, JsonArray values)
    {
        var row = new JsonObject();
        for (var i = 0; i < keys.Count; i++)
        {
            if (values[i] is { } value)
            {
                row[(string)keys[i]!] = value.DeepClone();
            }
        }

        return row;
    }

    private void ReadLines(string text, int before, Func<string, int, ImportItem> read)
    {
        var position = before;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var end = rest.IndexOf('\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(_blanks);
            rest = end < 0 ? [] : rest[(end + 1)..];
            position++;
            if (line.Length > 0)
            {
                _items.Add(read(line.ToString(), position));
            }
            else if (end >= 0)
            {
                Empty++;
            }
        }
    }
}
