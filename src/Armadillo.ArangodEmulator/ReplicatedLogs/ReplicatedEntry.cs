using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>One entry of a replicated log: what a client wrote, or what the log says about itself.</summary>
/// <param name="Place">Term and index.</param>
/// <param name="Body">JSON object with the key payload or meta.</param>
internal sealed record ReplicatedEntry(TermIndex Place, string Body)
{
    public long Index => Place.Index;

    public static ReplicatedEntry WithPayload(TermIndex place, JsonNode? payload) =>
        new(place, new JsonObject { ["payload"] = payload?.DeepClone() }.ToJsonString());

    public static ReplicatedEntry WithMeta(TermIndex place, string type, JsonObject meta)
    {
        meta.Insert(0, "type", type);
        return new(place, new JsonObject { ["meta"] = meta }.ToJsonString());
    }

    public static ReplicatedEntry From(JsonNode node)
    {
        var body = (JsonObject)node.DeepClone();
        var place = new TermIndex((long)body["logTerm"]!, (long)body["logIndex"]!);
        body.Remove("logIndex");
        body.Remove("logTerm");
        return new(place, body.ToJsonString());
    }

    public JsonObject ToJson()
    {
        var entry = new JsonObject { ["logIndex"] = Place.Index, ["logTerm"] = Place.Term };
        foreach (var (key, value) in JsonNode.Parse(Body)!.AsObject())
        {
            entry[key] = value?.DeepClone();
        }

        return entry;
    }
}
