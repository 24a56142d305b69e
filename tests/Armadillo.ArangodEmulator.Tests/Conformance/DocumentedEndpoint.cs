using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>One method and path of the documentation of 3.12. Behind a '#' in the path stands the variant that is described.</summary>
internal sealed record DocumentedEndpoint(
    string File, string Method, string Path, IReadOnlyList<string> RequiredQuery, JsonNode? Body, IReadOnlyDictionary<string, JsonNode?> Responses)
{
    public string Name => $"{Method} {Path.Replace("/_db/{database-name}", "", StringComparison.Ordinal)}";

    /// <summary>The name in disagreements.txt.</summary>
    public string Key => Name.Replace(' ', ':');

    public static IReadOnlyList<DocumentedEndpoint> All { get; } =
    [
        .. TestData.Json("http-endpoints-3.12.json").AsArray().Select(static e => Parse(e!.AsObject())).DistinctBy(static e => e.Name),
    ];

    /// <summary>What the documentation says against the answer; null when it says nothing.</summary>
    public string? Complaint(int status, JsonNode? body)
    {
        var code = status.ToString(CultureInfo.InvariantCulture);

        // Two pages describe variants of an answer, and the data then names no status at all.
        if (!Responses.TryGetValue(code, out var schema) && Responses.Count > 0 && !Responses.ContainsKey("default"))
        {
            return $"status {code} is not documented";
        }

        return schema is null ? null : Misfit("", schema, body);
    }

    // Recorded answers have null where the documentation has an object or an array.
    private static string? Misfit(string path, JsonNode? schema, JsonNode? ours) => (schema, ours) switch
    {
        (JsonObject or JsonArray, null) => null,
        (JsonObject s, JsonObject o) => s.Select(x => Misfit(path, x.Key, x.Value, o)).FirstOrDefault(static m => m is not null),
        (JsonArray s, JsonArray o) => s.Count == 0 ? null : o.Select((e, i) => Misfit($"{path}/{i}", s[0], e)).FirstOrDefault(static m => m is not null),
        (JsonValue s, _) => IsOfType(((string)s!).Split(' ')[0], ours) ? null : $"{path} is no {s}",
        (null, _) => null,
        _ => $"{path} has the wrong type",
    };

    private static string? Misfit(string path, string key, JsonNode? schema, JsonObject ours)
    {
        var name = key.TrimEnd('?');
        return ours.TryGetPropertyValue(name, out var value)
            ? Misfit($"{path}/{name}", schema, value)
            : key.EndsWith('?') ? null : $"{path}/{name} is missing";
    }

    private static bool IsOfType(string type, JsonNode? node) => type switch
    {
        "string" => node?.GetValueKind() is JsonValueKind.String,
        "integer" or "number" => node?.GetValueKind() is JsonValueKind.Number,
        "boolean" => node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "object" => node is JsonObject,
        _ => true,
    };

    private static DocumentedEndpoint Parse(JsonObject e) => new(
        (string)e["file"]!,
        (string)e["method"]!,
        (string)e["path"]!,
        [.. e["params"]!.AsArray().Where(static p => (string?)p!["in"] == "query" && (bool)p["required"]!).Select(static p => (string)p!["name"]!)],
        e["body"]?["application/json"],
        e["responses"]!.AsObject().ToDictionary(static r => r.Key, static r => r.Value?["application/json"]));
}
