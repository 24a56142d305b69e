using System.Collections.Immutable;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>One shard of a collection on this DB server, and what this server is for it.</summary>
internal sealed class Shard(string database, string collectionId, string name) : IDisposable
{
    private volatile ShardState _state = ShardState.Unknown;

    public string Database { get; } = database;

    public string CollectionId { get; } = collectionId;

    public string Name { get; } = name;

    /// <summary>Held by whoever changes documents or the state: changes reach the followers in the order in which they were made.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Changed only by who holds <see cref="Turn"/>.</summary>
    public ShardState State { get => _state; set => _state = value; }

    /// <summary>The log that carries the shard; null in a database with replication version 1.</summary>
    public DocumentState? Log { get; set; }

    /// <summary>What the plan said when the shard was made or changed last.</summary>
    public ObjectValue? Planned { get; set; }

    /// <summary>The ids of the indexes that were planned when the shard was made or changed last, and why one could not be made.</summary>
    public ImmutableDictionary<string, DataError?> Indexes { get; set; } = ImmutableDictionary<string, DataError?>.Empty;

    /// <summary>Where in the agency's log the last report stands; an older view of the agency does not know of it.</summary>
    public long ReportedAt { get; set; }

    /// <summary>The change of duty that is under way.</summary>
    public Task<bool> Alignment { get; set; } = Task.FromResult(true);

    /// <summary>The copying from the leader that is under way.</summary>
    public Task<bool> Synchronization { get; set; } = Task.FromResult(true);

    public void Dispose() => Turn.Dispose();
}

internal enum ShardDuty
{
    /// <summary>Just started: neither leads nor follows yet.</summary>
    Unknown,

    /// <summary>Takes writes.</summary>
    Leader,

    /// <summary>Has led and takes no more writes.</summary>
    Resigned,

    /// <summary>Takes what its leader sends.</summary>
    Follower,
}

/// <summary>What a server is for a shard.</summary>
internal sealed record ShardState(ShardDuty Duty)
{
    public static ShardState Unknown { get; } = new(ShardDuty.Unknown);

    /// <summary>Of a follower: whom it follows.</summary>
    public string Leader { get; init; } = "";

    /// <summary>Of a follower: the leader has said that everything is here.</summary>
    public bool InSync { get; init; }

    /// <summary>Of a leader: the followers that have everything.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Of a leader: followers that missed something and are still reported. Nothing is written until they are not.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Of a leader: who may take over. More than the followers only until the first write.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];
}
