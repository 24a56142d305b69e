using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>
/// How a copy gets in sync: the follower tells which revisions it has, the leader gives what it lacks, and once that is little the
/// leader sends it while nobody writes, and reports the follower.
/// </summary>
internal sealed class Followers(ServerContext server, ClusterMember cluster, ShardReports reports, LeaderWrites writes)
{
    private const int LittleEnough = 500;
    private const int Rounds = 50;

    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    /// <summary>On the follower: takes what the leader sends.</summary>
    /// <exception cref="DataError">This server does not follow that leader.</exception>
    public async Task TakeAsync(Shard shard, Collection collection, string leader, JsonArray changes, bool sync)
    {
        await shard.Turn.WaitAsync();
        try
        {
            if (shard.State.Duty != ShardDuty.Follower || shard.State.Leader != leader)
            {
                throw shard.State.Duty == ShardDuty.Leader
                    ? new DataError(406, 1489, "a shard leader refuses to perform a replication operation")
                    : new DataError(406, 1490, "a shard follower refuses to perform an operation");
            }

            server.CommitFaults.BeforeCommit();
            lock (server.Data.Gate)
            {
                ShardChange.Apply(server.Data, collection, changes, sync);
            }

            server.CommitFaults.AfterCommit();
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    /// <summary>On the leader: adds a follower, or tells what it has to get first.</summary>
    public async Task<JsonObject> AddAsync(Shard shard, Collection collection, string follower, JsonObject revisions)
    {
        await shard.Turn.WaitAsync();
        try
        {
            if (shard.State.Duty != ShardDuty.Leader)
            {
                throw DataError.NotLeader();
            }

            JsonArray changes;
            lock (server.Data.Gate)
            {
                changes = ShardChange.Differences(collection, revisions);
            }

            if (changes.Count > LittleEnough)
            {
                return new JsonObject { ["changes"] = changes };
            }

            await CheckPlannedAsync(shard, follower);
            if (changes.Count > 0 && !await writes.SendAsync(shard, follower, changes, sync: false))
            {
                throw new DataError(503, 1490, "a shard follower refuses to perform an operation");
            }

            var state = shard.State;
            List<string> followers = [.. state.Followers.Where(f => f != follower), follower];
            List<string> candidates = [.. state.Candidates.Where(f => f != follower), follower];
            var index = await reports.ReportAsync(shard, resigned: false, followers, candidates, CancellationToken.None) ?? throw DataError.NotLeader();
            shard.State = state with
            {
                Followers = followers,
                Candidates = candidates,
                Missing = [.. state.Missing.Where(f => f != follower)],
            };
            return new JsonObject { ["index"] = index };
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    /// <summary>On the follower: gets in sync with the leader; false when it has to be tried again.</summary>
    public async Task<bool> SynchronizeAsync(Shard shard, string leader, CancellationToken cancellationToken)
    {
        var following = new ShardState(ShardDuty.Follower) { Leader = leader };
        if (!await FollowAsync(shard, following, cancellationToken))
        {
            return false;
        }

        try
        {
            for (var i = 0; i < Rounds && ReferenceEquals(shard.State, following); i++)
            {
                var answer = await AskAsync(shard, leader, cancellationToken);
                if (answer?["changes"] is JsonArray changes)
                {
                    await TakeAsync(shard, Local(shard), leader, changes, sync: false);
                }
                else if (answer.NumberAt("index") is { } index)
                {
                    return await ConfirmAsync(shard, following, index, cancellationToken);
                }
                else
                {
                    return false;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or DataError)
        {
            // The leader has gone or is not the leader any more; the plan will tell.
        }

        return false;
    }

    /// <summary>False when the plan has changed since: this server may lead by now.</summary>
    private async Task<bool> FollowAsync(Shard shard, ShardState following, CancellationToken cancellationToken)
    {
        await shard.Turn.WaitAsync(cancellationToken);
        try
        {
            if (shard.State.Duty is ShardDuty.Leader or ShardDuty.Resigned
                || cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Shard.Leader != following.Leader)
            {
                return false;
            }

            shard.State = following;
            return true;
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    private async Task CheckPlannedAsync(Shard shard, string follower)
    {
        if (cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Shard.Names(follower) != true)
        {
            await cluster.Cache.RefreshAsync(CancellationToken.None);
            if (cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Shard.Names(follower) != true)
            {
                throw new DataError(406, 1489, "a shard leader refuses to perform a replication operation");
            }
        }
    }

    private async Task<JsonNode?> AskAsync(Shard shard, string leader, CancellationToken cancellationToken)
    {
        JsonObject revisions;
        lock (server.Data.Gate)
        {
            revisions = ShardChange.Revisions(Local(shard));
        }

        if (DbServers.Endpoint(cluster.Cache.Now.Tree, leader) is not { } endpoint)
        {
            return null;
        }

        var database = Uri.EscapeDataString(shard.Database);
        var wish = new JsonObject { ["follower"] = server.State.Id, ["revisions"] = revisions };
        var answer = await cluster.SendWhileAsync(
            _ => cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Shard.Leader == leader,
            HttpMethod.Post, endpoint, $"/_db/{database}{ShardRoute.Path(shard.Name, "followers")}", wish, _limit, cancellationToken);
        return answer.Status == HttpStatusCode.OK ? answer.Body : null;
    }

    private async Task<bool> ConfirmAsync(Shard shard, ShardState following, long index, CancellationToken cancellationToken)
    {
        // What is seen before this entry of the log does not know of the new follower.
        await cluster.Cache.SeenAsync(index, cancellationToken);
        await shard.Turn.WaitAsync(cancellationToken);
        try
        {
            if (!ReferenceEquals(shard.State, following))
            {
                return false;
            }

            shard.State = following with { InSync = true };
            return true;
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    private Collection Local(Shard shard)
    {
        lock (server.Data.Gate)
        {
            return server.Data.Get(shard.Database).Get(shard.Name);
        }
    }
}
