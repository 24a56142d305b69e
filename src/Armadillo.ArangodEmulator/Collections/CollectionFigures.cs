using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>What is computed over all documents of a collection.</summary>
internal static class CollectionFigures
{
    /// <summary>Sizes are those of the JSON texts: the emulator has no engine whose files could be measured.</summary>
    public static JsonObject Figures(Collection collection, bool details)
    {
        var figures = new JsonObject
        {
            ["indexes"] = new JsonObject
            {
                ["count"] = 1,
                ["size"] = collection.Documents.Sum(static d => (long)Encoding.UTF8.GetByteCount((string)d["_key"]!)),
            },
            ["documentsSize"] = collection.Documents.Sum(static d => (long)Encoding.UTF8.GetByteCount(d.ToJsonString())),
            ["cacheInUse"] = false,
            ["cacheSize"] = 0,
            ["cacheUsage"] = 0,
        };
        if (details)
        {
            figures["engine"] = new JsonObject
            {
                ["documents"] = collection.Count,
                ["indexes"] = new JsonArray(new JsonObject { ["type"] = "primary", ["id"] = 0, ["count"] = collection.Count }),
            };
        }

        return figures;
    }

    /// <summary>The same for the same contents in any order and in any collection; not the number that arangod computes, which is not recorded.</summary>
    public static string Checksum(Collection collection, bool withRevisions, bool withData)
    {
        ulong sum = 0;
        foreach (var document in collection.Documents)
        {
            var counted = document
                .Where(x => x.Key switch { "_id" => false, "_key" or "_from" or "_to" => true, "_rev" => withRevisions, _ => withData })
                .OrderBy(static x => x.Key, StringComparer.Ordinal)
                .Select(static x => KeyValuePair.Create(x.Key, x.Value?.DeepClone()));
            sum ^= BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(new JsonObject(counted).ToJsonString())));
        }

        return sum.ToString(CultureInfo.InvariantCulture);
    }
}
