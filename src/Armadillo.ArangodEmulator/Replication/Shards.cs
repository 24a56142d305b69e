using System.Collections.Concurrent;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The shards of this DB server.</summary>
internal sealed class Shards
{
    private readonly ConcurrentDictionary<string, Shard> _shards = new(StringComparer.Ordinal);

    private long _droppedFollowers;
    private long _refusedFollowers;

    /// <summary>How often a follower of a shard that is led here was given up.</summary>
    public long DroppedFollowers => Interlocked.Read(ref _droppedFollowers);

    /// <summary>How often a follower did not want to be one.</summary>
    public long RefusedFollowers => Interlocked.Read(ref _refusedFollowers);

    public void Dropped(int followers) => Interlocked.Add(ref _droppedFollowers, followers);

    public void Refused() => Interlocked.Increment(ref _refusedFollowers);

    public IEnumerable<Shard> All => _shards.Values;

    public Shard? Find(string name) => _shards.GetValueOrDefault(name);

    public Shard Get(string database, string name) =>
        Find(name) is { } shard && shard.Database == database ? shard : throw DataError.NoCollection();

    public Shard GetOrAdd(string database, string collectionId, string name) =>
        _shards.GetOrAdd(name, static (n, a) => new Shard(a.database, a.collectionId, n), (database, collectionId));

    public void Remove(Shard shard) => _shards.TryRemove(shard.Name, out _);
}
