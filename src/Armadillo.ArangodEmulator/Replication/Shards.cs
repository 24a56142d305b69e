using System.Collections.Concurrent;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The shards of this DB server.</summary>
internal sealed class Shards
{
    private readonly ConcurrentDictionary<string, Shard> _shards = new(StringComparer.Ordinal);

    public IEnumerable<Shard> All => _shards.Values;

    public Shard? Find(string name) => _shards.GetValueOrDefault(name);

    public Shard Get(string database, string name) =>
        Find(name) is { } shard && shard.Database == database ? shard : throw DataError.NoCollection();

    public Shard GetOrAdd(string database, string collectionId, string name) =>
        _shards.GetOrAdd(name, static (n, a) => new Shard(a.database, a.collectionId, n), (database, collectionId));

    public void Remove(Shard shard) => _shards.TryRemove(shard.Name, out _);
}
