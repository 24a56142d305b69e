using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.PlanExecution;

/// <summary>Makes, keeps and drops the shards of this DB server as the plan says, and takes the part in each that the plan gives it.</summary>
internal sealed class ShardExecution(ServerContext server, ClusterMember cluster, UnsoundEntries unsound)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly ShardDuties _duties = new(server, cluster);

    /// <summary>False when something has to be tried again.</summary>
    public async Task<bool> RunAsync(ObjectValue tree, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, (PlannedCollection Collection, PlannedShard Planned)>(StringComparer.Ordinal);
        foreach (var collection in cluster.Plan.All(tree).Where(static c => c.GroupId is null))
        {
            foreach (var planned in collection.Shards.Where(s => s.Names(server.State.Id)))
            {
                wanted[planned.Name] = (collection, planned);
            }
        }

        var dropped = DropOthers(wanted.ContainsKey);
        var alignments = wanted.Values.Select(w => TryMake(w.Collection, w.Planned)).OfType<Shard>().Select(s => Align(s, cancellationToken))
            .Concat(Forgotten(tree).Select(async c => await cluster.CommitAsync(c, cancellationToken) is not null)).ToList();

        // One shard whose follower does not answer must not stop the others.
        await ((Task)Task.WhenAll(alignments)).WaitAsync(_patience, server.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return dropped && alignments.TrueForAll(static a => a.IsCompletedSuccessfully && a.Result);
    }

    private Task<bool> Align(Shard shard, CancellationToken cancellationToken)
    {
        if (!shard.Alignment.IsCompleted)
        {
            return Task.FromResult(false);
        }

        shard.Alignment = TryAlignAsync(shard, cancellationToken);
        return shard.Alignment;
    }

    private async Task<bool> TryAlignAsync(Shard shard, CancellationToken cancellationToken)
    {
        try
        {
            return await _duties.AlignAsync(shard, cancellationToken);
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException || cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            unsound.Tell($"shard {shard.Name}", e);
            return false;
        }
    }

    /// <summary>As planned; null also when that cannot be.</summary>
    private Shard? TryMake(PlannedCollection planned, PlannedShard shard)
    {
        Shard? made = null;
        unsound.Try(planned.Path, () => made = Make(planned, shard));
        return made;
    }

    /// <summary>The shard, made or changed as planned; null while its database is not there.</summary>
    private Shard? Make(PlannedCollection planned, PlannedShard shard)
    {
        if (server.Shards.Find(shard.Name) is { } known && ReferenceEquals(known.Planned, planned.Properties))
        {
            return known;
        }

        lock (server.Data.Gate)
        {
            if (server.Data.Find(planned.Database) is not { } database)
            {
                return null;
            }

            var properties = CollectionProperties.OfShard((JsonObject)planned.Properties.ToJson()!, shard.Name, server.State.Id);
            if (!database.Has(shard.Name))
            {
                server.Data.CreateCollection(database, properties);
            }
            else if (database.Get(shard.Name) is var present && present.Properties != properties)
            {
                server.Data.ChangeCollection(present, properties);
            }

            var made = server.Shards.GetOrAdd(planned.Database, planned.Id, shard.Name);
            ShardIndexes.Align(server.Data, database.Get(shard.Name), made, planned, leads: shard.Leader == server.State.Id);
            made.Planned = planned.Properties;
            return made;
        }
    }

    /// <summary>
    /// Drops what is not planned any more, also what has lost its database before. A write may wait long for a follower: what is
    /// busy is tried again, and nobody waits for it. False when there was something like that.
    /// </summary>
    private bool DropOthers(Func<string, bool> wanted)
    {
        List<Collection> surplus;
        List<Shard> shards;
        lock (server.Data.Gate)
        {
            surplus = [.. server.Data.Names.SelectMany(n => server.Data.Get(n).Collections).Where(c => !c.Properties.IsLogged && !wanted(c.Properties.Name))];

            // Under the same lock a log makes its shards: none is seen here before it belongs to its log.
            shards = [.. server.Shards.All.Where(s => s.Log is null && !wanted(s.Name))];
        }

        var done = true;
        foreach (var shard in shards)
        {
            if (!shard.Turn.Wait(TimeSpan.Zero))
            {
                done = false;
                surplus.RemoveAll(c => c.Properties.Name == shard.Name);
                continue;
            }

            shard.State = ShardState.Unknown;
            server.Replication.Transactions.AbortAll(shard);
            server.Shards.Remove(shard);
            Drop(surplus.Where(c => c.Properties.Name == shard.Name));
            shard.Turn.Release();
        }

        // What an earlier run has left.
        Drop(surplus);
        return done;
    }

    private void Drop(IEnumerable<Collection> collections)
    {
        lock (server.Data.Gate)
        {
            foreach (var collection in collections)
            {
                if (server.Data.Find(collection.Database)?.Has(collection.Properties.Name) == true)
                {
                    server.Data.DropCollection(collection);
                }
            }
        }
    }

    /// <summary>Reports about shards that this server led and that are planned no more.</summary>
    private IEnumerable<Change> Forgotten(ObjectValue tree)
    {
        foreach (var (database, collections) in tree.NodeAt("Current/Collections").Members)
        {
            foreach (var (id, shards) in (collections as ObjectValue ?? ObjectValue.Empty).Members)
            {
                if (tree.Has($"Plan/Collections/{database}/{id}") || shards is not ObjectValue reports)
                {
                    continue;
                }

                foreach (var shard in reports.Members.Keys.Where(s => LeaderOf(reports, s) == server.State.Id))
                {
                    yield return new Change()
                        .Delete($"Current/Collections/{database}/{id}/{shard}")
                        .Increment("Current/Version")
                        .WhenAbsent($"Plan/Collections/{database}/{id}");
                }
            }
        }
    }

    private static string? LeaderOf(ObjectValue reports, string shard) =>
        (reports.At($"{shard}/servers") as ArrayValue)?.Items is [StringValue first, ..] ? first.Content.TrimStart('_') : null;
}
