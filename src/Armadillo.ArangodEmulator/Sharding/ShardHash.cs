using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>Which shard a document belongs to. The same values lead to the same shard on every coordinator and after every start.</summary>
internal static class ShardHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static PlannedShard ShardOf(PlannedCollection collection, JsonObject document)
    {
        var hash = Offset;
        foreach (var key in collection.ShardKeys)
        {
            // The text of the value; a missing attribute counts as null.
            foreach (var c in document[key]?.ToJsonString() ?? "null")
            {
                hash = unchecked((hash ^ c) * Prime);
            }
        }

        // The low bits of the sum are poor: mix the high ones in.
        return collection.Shards[(int)((hash ^ (hash >> 32)) % (ulong)collection.Shards.Count)];
    }
}
