using System.Text;
using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>
/// An object that is merged into another one, in the order in which arangod writes it: what was there by name, then what is new as
/// the hash table gives it that arangod keeps it in (libstdc++'s, whose order follows from the names alone).
/// </summary>
internal static class MergedAttributes
{
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const ulong Seed = 0xc70f6907;

    /// <summary>How many buckets the table has, one size after the other.</summary>
    private static readonly int[] _sizes = [13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933];

    /// <param name="present">The object that is there.</param>
    /// <param name="patch">What is merged into it.</param>
    /// <param name="keepNull">Whether a null is kept; otherwise it takes the attribute away.</param>
    public static JsonObject Merge(JsonObject present, JsonObject patch, bool keepNull)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in present.OrderBy(static a => a.Key, StringComparer.Ordinal))
        {
            if (!patch.TryGetPropertyValue(name, out var wanted))
            {
                merged[name] = value?.DeepClone();
            }
            else if (wanted is not null || keepNull)
            {
                merged[name] = value is JsonObject old && wanted is JsonObject inner ? Merge(old, inner, keepNull) : wanted?.DeepClone();
            }
        }

        foreach (var name in InTableOrder(patch.Select(static a => a.Key)))
        {
            if (!present.ContainsKey(name) && (patch[name] is not null || keepNull))
            {
                merged[name] = patch[name]?.DeepClone();
            }
        }

        return merged;
    }

    /// <summary>The order in which a std::unordered_map gives back names that were put into it one after the other.</summary>
    internal static IEnumerable<string> InTableOrder(IEnumerable<string> names)
    {
        var (order, firsts, size) = (new LinkedList<string>(), new Dictionary<ulong, LinkedListNode<string>>(), 0);
        foreach (var name in names)
        {
            if (order.Count == size)
            {
                size = _sizes.First(s => s > size);
                var before = order.ToList();
                order.Clear();
                firsts.Clear();
                before.ForEach(Put);
            }

            Put(name);
        }

        return order;

        // A new name goes before the others of its bucket, the first of a bucket before all.
        void Put(string name)
        {
            var bucket = Hash(Encoding.UTF8.GetBytes(name)) % (ulong)size;
            firsts[bucket] = firsts.TryGetValue(bucket, out var first) ? order.AddBefore(first, name) : order.AddFirst(name);
        }
    }

    /// <summary>MurmurHash2 of 64 bits, with libstdc++'s seed.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ ((ulong)bytes.Length * Multiplier);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = (hash ^ (Mixed(BitConverter.ToUInt64(bytes) * Multiplier) * Multiplier)) * Multiplier;
        }

        if (bytes.Length > 0)
        {
            Span<byte> rest = stackalloc byte[sizeof(ulong)];
            rest.Clear();
            bytes.CopyTo(rest);
            hash = (hash ^ BitConverter.ToUInt64(rest)) * Multiplier;
        }

        return Mixed(Mixed(hash) * Multiplier);
    }

    private static ulong Mixed(ulong value) => value ^ (value >> 47);
}
