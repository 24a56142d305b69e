using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>How unevenly shards are spread, leaders and followers alike.</summary>
/// <remarks>As in the server's sources, where each shard counts as one MiB and all servers have equal disks.</remarks>
internal sealed class ShardImbalance
{
    private const double ShardSize = 1 << 20;

    private readonly long[] _counts;
    private readonly int _system;

    public ShardImbalance(ShardLayout layout)
    {
        _counts = new long[layout.Servers.Count];
        _system = layout.Shards.Count(static s => s.Collection.Name.StartsWith('_'));
        foreach (var server in layout.Shards.SelectMany(static s => s.Followers.Append(s.Leader)))
        {
            _counts[server]++;
        }
    }

    public double Imbalance => _counts.Sum(c => Math.Pow((c * ShardSize) - Target, 2));

    private double Used => _counts.Sum() * ShardSize;

    private double Target => _counts.Length == 0 ? 0 : Used / _counts.Length;

    public JsonObject ToJson() => new()
    {
        ["sizeUsed"] = Numbers.Array(_counts.Select(static c => c * ShardSize)),
        ["targetSize"] = Numbers.Array(_counts.Select(_ => Target)),
        ["numberShards"] = Numbers.Array(_counts),
        ["totalUsed"] = Used,
        ["totalShards"] = _counts.Sum(),
        ["totalShardsFromSystemCollections"] = _system,
        ["imbalance"] = Imbalance,
    };
}
