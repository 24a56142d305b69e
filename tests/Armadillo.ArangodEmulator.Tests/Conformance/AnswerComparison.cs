using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Armadillo.ArangodEmulator.Tests.Processes;

namespace Armadillo.ArangodEmulator.Tests.Conformance;

/// <summary>Compares status, headers, and names, order, types and determined values of a body. What differs is told in words.</summary>
internal sealed partial class AnswerComparison(Strictness strictness)
{
    private const int MostDifferences = 4;

    // Figures of the moment: the type is compared and nothing else.
    private static readonly HashSet<string> _figures =
    [
        "executionTime", "peakMemoryUsage", "created", "created_at", "fingerprint", "token", "checksum", "revision", "size", "documentsSize",
        "lastValue", "time", "endpoint", "hash", "queryHash", "memoryUsage", "runTime", "started", "datetime", "sizeInBytes", "nrFiles",
    ];

    private readonly List<string> _differences = [];

    public static IReadOnlyList<string> Compare(RecordedHttp recorded, Answer ours, Strictness strictness)
    {
        var comparison = new AnswerComparison(strictness);
        if (recorded.Status != ours.Status)
        {
            comparison.Add($"status {ours.Status} instead of {recorded.Status}{(ours.ErrorNum is { } n ? $" (error {n}: {ours.Body!["errorMessage"]})" : "")}");
            return comparison._differences;
        }

        comparison.Headers(recorded, ours);
        if (TryParse(recorded.Body, out var body))
        {
            comparison.Node("", body, ours.Body);
        }
        else
        {
            comparison.Lines(recorded.Body, ours.Text);
        }

        return comparison._differences;
    }

    /// <summary>arangosh leaves out what it has looked at itself: what it printed must be there, in its order.</summary>
    public static IReadOnlyList<string> CompareShell(string printed, JsonNode? ours)
    {
        var comparison = new AnswerComparison(Strictness.Values);
        if (!TryParse(printed, out var recorded))
        {
            comparison.Node("", JsonValue.Create(printed), ours);
        }
        else if (recorded is JsonObject r && ours is JsonObject o)
        {
            comparison.Node("", r, new JsonObject(o.Where(x => r.ContainsKey(x.Key)).Select(static x => KeyValuePair.Create(x.Key, x.Value?.DeepClone()))));
        }
        else
        {
            comparison.Node("", recorded, ours);
        }

        return comparison._differences;
    }

    private void Headers(RecordedHttp recorded, Answer ours)
    {
        var found = ours.Headers.NonValidated.Concat(ours.ContentHeaders.NonValidated)
            .ToDictionary(static h => h.Key.ToLowerInvariant(), static h => string.Join(", ", h.Value));
        foreach (var (name, value) in recorded.Headers)
        {
            if (!found.Remove(name, out var our))
            {
                Add($"header '{name}' is missing");
            }
            else if (name != "content-length" && !string.Equals(Mask(our), Mask(value), name == "connection" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                Add($"header '{name}' is '{our}' instead of '{value}'");
            }
        }

        // Kestrel writes a date and knows one spelling of "connection"; nothing can be said against it.
        foreach (var name in found.Keys.Where(static n => n != "date"))
        {
            Add($"header '{name}' is not recorded");
        }
    }

    private void Node(string path, JsonNode? recorded, JsonNode? ours)
    {
        if (Kind(recorded) != Kind(ours))
        {
            Add($"{path} is {Kind(ours)} instead of {Kind(recorded)}");
            return;
        }

        switch (recorded, ours)
        {
            case (JsonObject r, JsonObject o):
                Object(path, r, o);
                break;
            case (JsonArray r, JsonArray o):
                Array(path, r, o);
                break;
            case (not null, not null) when strictness != Strictness.Shape && !_figures.Contains(path[(path.LastIndexOf('/') + 1)..]):
                if (Value(recorded) != Value(ours))
                {
                    Add($"{path} is {ours.ToJsonString()} instead of {recorded.ToJsonString()}");
                }

                break;
        }
    }

    private void Object(string path, JsonObject recorded, JsonObject ours)
    {
        if (strictness == Strictness.Shape && recorded.Count > 0 && recorded.All(static m => ServerId().IsMatch(m.Key)))
        {
            Servers(path, recorded, ours);
            return;
        }

        var (recordedKeys, ourKeys) = (recorded.Select(static x => x.Key).ToArray(), ours.Select(static x => x.Key).ToArray());
        if (!recordedKeys.Select(Mask).SequenceEqual(ourKeys.Select(Mask)))
        {
            Add($"{path} has the keys {string.Join(", ", ourKeys)} instead of {string.Join(", ", recordedKeys)}");
            return;
        }

        for (var i = 0; i < recordedKeys.Length; i++)
        {
            Node($"{path}/{recordedKeys[i]}", recorded[recordedKeys[i]], ours[ourKeys[i]]);
        }
    }

    /// <summary>How many servers there are is a figure of the deployment: each is compared with one of its kind.</summary>
    private void Servers(string path, JsonObject recorded, JsonObject ours)
    {
        if (!recorded.Select(static m => Mask(m.Key)).Distinct().SequenceEqual(ours.Select(static m => Mask(m.Key)).Distinct()))
        {
            Add($"{path} has the keys {string.Join(", ", ours.Select(static m => m.Key))}");
            return;
        }

        foreach (var (id, server) in ours)
        {
            Node($"{path}/{id}", recorded.First(r => Mask(r.Key) == Mask(id)).Value, server);
        }
    }

    private void Array(string path, JsonArray recorded, JsonArray ours)
    {
        if (strictness == Strictness.Shape)
        {
            // How many there are is a figure of the machine too.
            foreach (var element in recorded.Count == 0 ? [] : ours)
            {
                Node($"{path}/0", recorded[0], element);
            }

            return;
        }

        if (recorded.Count != ours.Count)
        {
            Add($"{path} has {ours.Count} elements instead of {recorded.Count}");
            return;
        }

        var (r, o) = (recorded.AsEnumerable(), ours.AsEnumerable());
        if (strictness == Strictness.Unordered)
        {
            (r, o) = (r.OrderBy(static x => x?.ToJsonString(), StringComparer.Ordinal), o.OrderBy(static x => x?.ToJsonString(), StringComparer.Ordinal));
        }

        var position = 0;
        foreach (var (recordedElement, ourElement) in r.Zip(o))
        {
            Node($"{path}/{position++}", recordedElement, ourElement);
        }
    }

    /// <summary>Text of metrics: every recorded name and type must be there.</summary>
    private void Lines(string recorded, string ours)
    {
        var names = recorded.Split('\n').Where(static l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0 && recorded != ours.Trim())
        {
            Add($"the body is '{ours}' instead of '{recorded}'");
        }

        names.ExceptWith(ours.Split('\n'));
        if (names.Count > 0)
        {
            Add($"{names.Count} recorded metrics are missing");
        }
    }

    private void Add(string difference)
    {
        if (_differences.Count < MostDifferences)
        {
            _differences.Add(difference);
        }
    }

    private static JsonValueKind Kind(JsonNode? node) =>
        node?.GetValueKind() switch { null => JsonValueKind.Null, JsonValueKind.False => JsonValueKind.True, var kind => kind.Value };

    private static bool TryParse(string text, out JsonNode? node)
    {
        try
        {
            node = JsonNode.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            node = null;
            return false;
        }
    }

    private static string Value(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => Mask((string)node!),
        JsonValueKind.Number => ((double)node).ToString(CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };

    private static string Mask(string text) => Numbers().Replace(Places().Replace(Revisions().Replace(text, "REVISION"), "PLACE"), "NUMBER");

    [GeneratedRegex("(?<![A-Za-z0-9])_[A-Za-z0-9_-]{10}(?![A-Za-z0-9_-])")]
    private static partial Regex Revisions();

    // Ids of servers, and the part of a collection's global id that names the server.
    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\bh[0-9A-F]{1,12}(?=/)")]
    private static partial Regex Places();

    [GeneratedRegex("^(CRDN|PRMR|AGNT)-[0-9a-f-]{36}$")]
    private static partial Regex ServerId();

    // Ids and ticks in texts; figures of one or two digits are determined.
    [GeneratedRegex(@"\d+\.\d{6}|\d{3,}")]
    private static partial Regex Numbers();
}
