using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.CollectionGroups;

/// <summary>
/// What the leader of a group's log does about the plan: writes shards, properties and indexes that the plan wants into the log, and
/// reports in Current what is there.
/// </summary>
internal sealed class GroupLeader(
    ServerContext server, ClusterMember cluster, LoggedShards shards, DocumentState state, (string Database, string Log, string Group, int Sheaf) place)
{
    private readonly UnsoundEntries _unsound = new(server.Log, "replication2");
    private Task _round = Task.CompletedTask;
    private AgencyCache.View? _done;

    /// <summary>Begins a round if none is under way and the plan has changed since the last; false when it has to be looked at again.</summary>
    public bool Begin(CancellationToken cancellationToken)
    {
        var view = cluster.Cache.Now;
        if (_round.IsCompleted && ReferenceEquals(view, _done))
        {
            return true;
        }

        if (_round.IsCompleted)
        {
            _round = Task.Run(() => RoundAsync(view, cancellationToken), cancellationToken);
        }

        return false;
    }

    private async Task RoundAsync(AgencyCache.View view, CancellationToken cancellationToken)
    {
        try
        {
            var planned = Planned(view.Tree);
            await AlignAsync(planned);
            var done = true;
            foreach (var change in Reports(view.Tree, planned).ToList())
            {
                done &= await cluster.CommitAsync(change, cancellationToken) is not null;
            }

            if (done)
            {
                _done = view;
                state.Wake();
            }
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException or DataError)
        {
            server.Log.Info(LogIds.Unknown, "replication2", $"could not follow the plan of log {place.Log}: {e.Message}");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _unsound.Tell($"the plan of log {place.Log}", e);
        }
    }

    /// <summary>The shards of this log, by their name.</summary>
    private Dictionary<string, PlannedCollection> Planned(ObjectValue tree)
    {
        var group = CollectionGroup.In(tree, "Plan", place.Database, place.Group);
        var planned = new Dictionary<string, PlannedCollection>(StringComparer.Ordinal);
        foreach (var collection in cluster.Plan.In(tree, place.Database).Where(c => c.GroupId == place.Group && group?.Collections.Contains(c.Id) == true))
        {
            if (CollectionGroup.ShardsOf(collection.Properties) is var names && place.Sheaf < names.Length
                && _unsound.Try(collection.Path, () => Check(collection, names[place.Sheaf])))
            {
                planned[names[place.Sheaf]] = collection;
            }
        }

        return planned;
    }

    /// <summary>What no participant could make must not come into the log.</summary>
    private void Check(PlannedCollection collection, string shard)
    {
        _ = CollectionProperties.OfShard((JsonObject)collection.Properties.ToJson()!, shard, server.State.Id);
        foreach (var index in collection.Indexes.Where(static i => !i.IsBuiltIn))
        {
            index.Definition.Check();
        }
    }

    private async Task AlignAsync(Dictionary<string, PlannedCollection> planned)
    {
        foreach (var shard in shards.All.Where(s => !planned.ContainsKey(s.Name)))
        {
            await state.InsertAsync([DocumentEntry.Of(DocumentEntry.DropShard, ("shard", shard.Name))], sync: false);
        }

        foreach (var (name, collection) in planned)
        {
            var properties = (JsonObject)collection.Properties.ToJson()!;
            if (server.Shards.Find(name) is not { } shard)
            {
                await state.InsertAsync(
                    [DocumentEntry.Of(DocumentEntry.CreateShard, ("shard", name), ("collectionType", collection.Number("type", 2)), ("properties", properties))],
                    sync: false);
                shard = server.Shards.Get(place.Database, name);
            }
            else if (shards.Differs(shard, properties))
            {
                await state.InsertAsync(
                    [DocumentEntry.Of(DocumentEntry.ModifyShard, ("shard", name), ("collection", collection.Id), ("properties", properties))], sync: false);
            }

            await AlignIndexesAsync(shard, collection);
        }
    }

    private async Task AlignIndexesAsync(Shard shard, PlannedCollection collection)
    {
        var outcomes = ImmutableDictionary.CreateBuilder<string, DataError?>(StringComparer.Ordinal);
        var missing = new List<PlannedIndex>();
        List<long> surplus;
        lock (server.Data.Gate)
        {
            var documents = shards.Documents(shard);
            foreach (var index in collection.Indexes.Where(static i => !i.IsBuiltIn))
            {
                if (!documents.Indexes.Exists(i => i.Definition.Id == index.Definition.Id))
                {
                    missing.Add(index);
                }

                outcomes[index.Id] = null;
            }

            surplus = [.. documents.Indexes.Select(static i => i.Definition.Id).Where(i => !outcomes.ContainsKey($"{i}"))];
        }

        foreach (var id in surplus)
        {
            await state.InsertAsync([DocumentEntry.Of(DocumentEntry.DropIndex, ("shard", shard.Name), ("indexId", id))], sync: false);
        }

        foreach (var index in missing)
        {
            // Nobody writes between the look and the entry.
            await shard.Turn.WaitAsync();
            try
            {
                lock (server.Data.Gate)
                {
                    shards.Documents(shard).CheckIndex(index.Definition);
                }

                await state.InsertAsync(
                    [DocumentEntry.Of(DocumentEntry.CreateIndex, ("shard", shard.Name), ("properties", index.Definition.ToJson()))], sync: false);
            }
            catch (DataError e) when (e.Number == 1210)
            {
                outcomes[index.Id] = e;
            }
            finally
            {
                shard.Turn.Release();
            }
        }

        shard.Indexes = outcomes.ToImmutable();
    }

    private IEnumerable<Change> Reports(ObjectValue tree, Dictionary<string, PlannedCollection> planned)
    {
        var log = LogPlan.From(tree.NodeAt(LogPlan.Path(place.Database, place.Log)));
        if (log.Leader is not { } leader || leader.ServerId != server.State.Id)
        {
            yield break;
        }

        var servers = log.Config.Participants.Keys.OrderBy(p => p != leader.ServerId).ToList();
        foreach (var (name, collection) in planned)
        {
            var report = new JsonObject
            {
                ["error"] = false,
                ["errorMessage"] = "",
                ["errorNum"] = 0,
                ["failoverCandidates"] = Change.Array(servers),
                ["indexes"] = ShardIndexes.Report(collection, server.Shards.Get(place.Database, name)),
                ["servers"] = Change.Array(servers),
            };
            var path = $"Current/Collections/{place.Database}/{collection.Id}/{name}";
            if (!tree.NodeAt(path).Same(Value.From(report)))
            {
                yield return ByLeader(log).Set(path, report).WhenPresent(collection.Path);
            }
        }
    }

    private Change ByLeader(LogPlan log) => new Change()
        .Increment("Current/Version").When($"{LogPlan.Path(place.Database, place.Log)}/currentTerm/term", log.Term);
}
