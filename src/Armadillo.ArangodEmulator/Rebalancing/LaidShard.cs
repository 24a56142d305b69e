using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Rebalancing;

/// <summary>A shard in a layout; servers are numbers in the layout's list.</summary>
internal sealed class LaidShard(PlannedCollection collection, string name, int leader, IEnumerable<int> followers)
{
    public PlannedCollection Collection { get; } = collection;

    public string Name { get; } = name;

    public int Leader { get; private set; } = leader;

    public List<int> Followers { get; } = [.. followers];

    /// <summary>The collection itself and those whose shards lie like its shards.</summary>
    public double Weight { get; set; } = 1;

    public bool LiesOn(int server) => Leader == server || Followers.Contains(server);

    /// <summary>The leader changes places with a follower, or its data go to a server that has nothing of the shard.</summary>
    public void Apply(int from, int to, bool isLeader)
    {
        if (isLeader)
        {
            Leader = to;
        }

        var follower = Followers.IndexOf(isLeader ? to : from);
        if (follower >= 0)
        {
            Followers[follower] = isLeader ? from : to;
        }
    }
}
