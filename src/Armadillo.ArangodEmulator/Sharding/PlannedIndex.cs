using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Indexes;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>One index in the plan of a collection.</summary>
internal sealed class PlannedIndex(JsonObject entry)
{
    /// <summary>All that an array of the plan, or of what is wanted, tells of.</summary>
    public static IReadOnlyList<PlannedIndex> All(Value? entries) =>
        [.. ((entries as ArrayValue)?.Items ?? []).OfType<ObjectValue>().Select(static i => new PlannedIndex((JsonObject)i.ToJson()!))];

    public string Id { get; } = entry.TextAt("id") ?? "";

    public bool IsBuiltIn { get; } = BuiltInIndexes.Has(entry.TextAt("type"));

    /// <summary>Not yet to be seen: its creation has not been finished.</summary>
    public bool IsBuilding { get; } = entry.ContainsKey("isBuilding");

    public IndexDefinition Definition => field ??= IndexDefinition.FromPlan(entry);

    public JsonObject ToJson() => (JsonObject)entry.DeepClone();
}
