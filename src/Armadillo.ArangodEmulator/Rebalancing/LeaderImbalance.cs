using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>How unevenly leaderships are spread: over all shards by their weight, and within each collection that has several.</summary>
/// <remarks>Formula and names as in the server's sources; all servers are taken to be equally strong.</remarks>
internal sealed class LeaderImbalance
{
    private readonly double[] _weights;
    private readonly double[] _duplicates;
    private readonly long[] _counts;

    public LeaderImbalance(ShardLayout layout, double factor)
    {
        _weights = new double[layout.Servers.Count];
        _duplicates = new double[layout.Servers.Count];
        _counts = new long[layout.Servers.Count];
        foreach (var shard in layout.Shards)
        {
            _counts[shard.Leader]++;
            _weights[shard.Leader] += shard.Weight;
        }

        foreach (var shards in layout.Shards.GroupBy(static s => s.Collection.Id).Where(static g => g.Skip(1).Any()))
        {
            AddDuplicates([.. shards], factor);
        }
    }

    public double Imbalance => _weights.Sum(w => Math.Pow(w - Target, 2)) + _duplicates.Sum();

    private double Target => _weights.Length == 0 ? 0 : _weights.Sum() / _weights.Length;

    public JsonObject ToJson() => new()
    {
        ["weightUsed"] = Numbers.Array(_weights),
        ["targetWeight"] = Numbers.Array(_weights.Select(_ => Target)),
        ["numberShards"] = Numbers.Array(_counts),
        ["leaderDupl"] = Numbers.Array(_duplicates),
        ["totalWeight"] = _weights.Sum(),
        ["imbalance"] = Imbalance,
        ["totalShards"] = _counts.Sum(),
    };

    private void AddDuplicates(IReadOnlyList<LaidShard> shards, double factor)
    {
        var servers = shards.SelectMany(static s => s.Followers.Append(s.Leader)).Distinct().ToList();
        var average = shards.Count / (double)servers.Count;
        foreach (var server in servers)
        {
            _duplicates[server] += Math.Pow(shards.Count(s => s.Leader == server) - average, 2) * factor;
        }
    }
}
