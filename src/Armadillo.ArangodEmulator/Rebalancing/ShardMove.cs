using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>One step of a plan: the leadership, or the data of a leader or follower, goes from one server to another.</summary>
internal sealed record ShardMove(string Database, string Collection, string Shard, string From, string To, bool IsLeader)
{
    /// <summary>What a client sent; null when something that is needed is missing.</summary>
    public static ShardMove? Read(JsonNode? move, string database) =>
        move.At("isLeader") is JsonValue flag && flag.TryGetValue<bool>(out var isLeader)
        && move.TextAt("from") is { } from && move.TextAt("to") is { } to && move.TextAt("shard") is { } shard
        && (move.TextAt("collection") ?? move.NumberAt("collection")?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } collection
            ? new ShardMove(move.TextAt("database") ?? database, collection, shard, from, to, isLeader)
            : null;

    public JsonObject ToJson() => new()
    {
        ["from"] = From,
        ["to"] = To,
        ["shard"] = Shard,
        ["collection"] = Collection,
        ["database"] = Database,
        ["isLeader"] = IsLeader,
    };

    /// <summary>The job for the supervision.</summary>
    public JsonObject ToJob() => new()
    {
        ["database"] = Database,
        ["collection"] = Collection,
        ["shard"] = Shard,
        ["fromServer"] = From,
        ["toServer"] = To,
        ["isLeader"] = IsLeader,
    };
}
