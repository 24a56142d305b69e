using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>What an index says about itself. Its attributes stand in the order of their names, as arangod gives them.</summary>
internal sealed class IndexDefinition
{
    private readonly JsonObject _content;

    private IndexDefinition(JsonObject content) => _content = content;

    public long Id => long.Parse((string)_content["id"]!, CultureInfo.InvariantCulture);

    public string Name => (string)_content["name"]!;

    public string Type => (string)_content["type"]!;

    public IReadOnlyList<string> Fields => [.. ((JsonArray)_content["fields"]!).Select(static f => (string)f!)];

    /// <summary>What an index of type mdi-prefixed holds beside its numbers.</summary>
    public IReadOnlyList<string> PrefixFields => [.. (_content["prefixFields"] as JsonArray ?? []).Select(static f => (string)f!)];

    public bool Unique => (bool)_content["unique"]!;

    public bool Sparse => (bool)_content["sparse"]!;

    /// <summary>Of a ttl index: how long after the time in its field a document goes.</summary>
    public TimeSpan? ExpireAfter => Type == IndexTypes.Ttl ? TimeSpan.FromSeconds(_content["expireAfter"]!.GetValue<double>()) : null;

    /// <summary>Whether the answers tell how many different values there are for each document.</summary>
    public bool HasEstimate => Unique || (_content["estimates"] is { } estimates && (bool)estimates);

    /// <param name="attributes">All but id and name.</param>
    /// <param name="id">Unique in the deployment.</param>
    /// <param name="name">Unique in the collection.</param>
    public static IndexDefinition Make(JsonObject attributes, long id, string name)
    {
        var content = (JsonObject)attributes.DeepClone();
        content["id"] = id.ToString(CultureInfo.InvariantCulture);
        content["name"] = name;
        return new IndexDefinition(Sorted(content));
    }

    public static IndexDefinition FromJournal(JsonObject entry)
    {
        // Journals of earlier versions have persistent indexes only, and numbers for their ids.
        var content = (JsonObject)entry.DeepClone();
        content["id"] = content["id"]!.ToString();
        content["type"] ??= IndexTypes.Persistent;
        return new IndexDefinition(Sorted(content));
    }

    /// <summary>An entry of the plan of a collection, as it is when it has been made.</summary>
    public static IndexDefinition FromPlan(JsonObject entry)
    {
        var content = (JsonObject)entry.DeepClone();
        foreach (var mark in (string[])["isBuilding", "coordinator", "coordinatorRebootId", "inBackground"])
        {
            content.Remove(mark);
        }

        return new IndexDefinition(Sorted(content));
    }

    public JsonObject ToJson() => (JsonObject)_content.DeepClone();

    /// <summary>The recorded form of answers: the collection before the id, and what more is to be told.</summary>
    public JsonObject ToAnswer(string collection, params ReadOnlySpan<(string Name, JsonNode Value)> more)
    {
        var answer = ToJson();
        answer["id"] = $"{collection}/{Id}";
        foreach (var (name, value) in more)
        {
            answer[name] = value;
        }

        return Sorted(answer);
    }

    /// <summary>The same index under whatever name.</summary>
    public bool IsLike(IndexDefinition other) => Essence() == other.Essence();

    /// <summary>Whether everything that an index needs is there: definitions also come from the agency and from logs.</summary>
    /// <exception cref="DataError">400 and 10.</exception>
    public void Check()
    {
        try
        {
            _ = (Id, Name, Type, Fields, PrefixFields, Unique, Sparse, ExpireAfter, HasEstimate);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidOperationException or InvalidCastException
            or NullReferenceException or ArgumentException)
        {
            throw new DataError(400, 10, $"index definition invalid: {e.Message}");
        }
    }

    /// <summary>Another index that this one cannot stand beside.</summary>
    /// <exception cref="DataError">400 and 10.</exception>
    public void CheckBeside(IEnumerable<IndexDefinition> others)
    {
        if (Type == IndexTypes.Ttl && others.Any(static o => o.Type == IndexTypes.Ttl))
        {
            throw new DataError(400, 10, "there can only be one ttl index per collection");
        }
    }

    private static JsonObject Sorted(JsonObject content) =>
        new(content.OrderBy(static a => a.Key, StringComparer.Ordinal).Select(static a => KeyValuePair.Create(a.Key, a.Value?.DeepClone())));

    private string Essence()
    {
        var essence = ToJson();
        foreach (var other in (string[])["id", "name", "estimates", "cacheEnabled", "selectivityEstimate", "storedValues"])
        {
            essence.Remove(other);
        }

        return essence.ToJsonString();
    }
}
