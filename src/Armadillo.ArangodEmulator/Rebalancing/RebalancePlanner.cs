namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>Which moves are allowed, how many, and how much several leaderships of one collection on one server weigh.</summary>
internal sealed record RebalanceRules(bool LeaderChanges, bool MoveLeaders, bool MoveFollowers, int MostMoves, double Factor);

/// <summary>Takes the move that helps most, again and again, until none helps. A shard moves at most once: its second job would find it elsewhere.</summary>
internal sealed class RebalancePlanner(ShardLayout layout, RebalanceRules rules)
{
    /// <summary>The moves in their order; afterwards the layout is as it will be.</summary>
    public IReadOnlyList<ShardMove> Plan()
    {
        var moves = new List<ShardMove>();
        var open = layout.Shards.ToHashSet();
        while (moves.Count < rules.MostMoves && Best(open) is var (shard, from, to, isLeader))
        {
            shard.Apply(from, to, isLeader);
            open.Remove(shard);
            moves.Add(new ShardMove(
                shard.Collection.Database, shard.Collection.Id, shard.Name, layout.Servers[from], layout.Servers[to], isLeader));
        }

        return moves;
    }

    private double Imbalance() => new LeaderImbalance(layout, rules.Factor).Imbalance + new ShardImbalance(layout).Imbalance;

    private (LaidShard Shard, int From, int To, bool IsLeader)? Best(HashSet<LaidShard> open)
    {
        var lowest = Imbalance();
        (LaidShard, int, int, bool)? best = null;
        foreach (var move in layout.Shards.Where(open.Contains).SelectMany(Candidates).ToList())
        {
            var (shard, from, to, isLeader) = move;
            shard.Apply(from, to, isLeader);
            if (Imbalance() is var imbalance && imbalance < lowest)
            {
                (lowest, best) = (imbalance, move);
            }

            // The way back: a leader that changed places is the follower now.
            shard.Apply(to, from, isLeader);
        }

        return best;
    }

    private IEnumerable<(LaidShard Shard, int From, int To, bool IsLeader)> Candidates(LaidShard shard)
    {
        var servers = Enumerable.Range(0, layout.Servers.Count).Where(s => layout.Healthy.Contains(layout.Servers[s])).ToList();
        if (rules.LeaderChanges)
        {
            foreach (var to in shard.Followers.Where(servers.Contains).ToList())
            {
                yield return (shard, shard.Leader, to, true);
            }
        }

        foreach (var to in servers.Where(s => !shard.LiesOn(s)).ToList())
        {
            if (rules.MoveLeaders)
            {
                yield return (shard, shard.Leader, to, true);
            }

            if (rules.MoveFollowers)
            {
                foreach (var from in shard.Followers.ToList())
                {
                    yield return (shard, from, to, false);
                }
            }
        }
    }
}
