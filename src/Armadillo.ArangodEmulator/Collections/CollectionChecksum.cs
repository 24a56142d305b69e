using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Collections;

/// <summary>One number for all contents of a collection.</summary>
internal static class CollectionChecksum
{
    /// <summary>The same for the same contents in any order and in any collection; not the number that arangod computes, which is not recorded.</summary>
    public static string Of(Collection collection, bool withRevisions, bool withData)
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
