using System.Net;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>
/// A write on the leader of a shard: made here, sent to all followers that are in sync, answered when they have it. A follower that
/// has it not is no longer reported as in sync before the write is answered.
/// </summary>
internal sealed class LeaderWrites(ServerContext server, ClusterMember cluster, ShardReports reports)
{
    /// <param name="shard">The shard.</param>
    /// <param name="apply">Makes the change under the lock of the store; gives its result and the changes for the followers.</param>
    /// <param name="sync">Whether the changes must be on the disk.</param>
    /// <exception cref="DataError">This server does not lead the shard, or the write concern cannot be met.</exception>
    public async Task<T> WriteAsync<T>(Shard shard, Func<(T Result, JsonArray Changes)> apply, bool sync)
    {
        await shard.Turn.WaitAsync();
        try
        {
            await PrepareAsync(shard);
            server.CommitFaults.BeforeCommit();
            T result;
            JsonArray changes;
            lock (server.Data.Gate)
            {
                (result, changes) = apply();
            }

            if (changes.Count > 0)
            {
                await ReplicateAsync(shard, changes, sync);
            }

            server.CommitFaults.AfterCommit();
            return result;
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    /// <summary>Sends changes to one follower; false when it did not take them.</summary>
    public async Task<bool> SendAsync(Shard shard, string follower, JsonArray changes, bool sync)
    {
        try
        {
            if (DbServers.Endpoint(cluster.Cache.Now.Tree, follower) is not { } endpoint)
            {
                return false;
            }

            var database = Uri.EscapeDataString(shard.Database);
            var answer = await cluster.SendWhileAsync(
                tree => DbServers.Available(tree).Contains(follower),
                HttpMethod.Post, endpoint,
                $"/_db/{database}{ShardRoute.Path(shard.Name, "changes")}?leader={server.State.Id}&waitForSync={(sync ? "true" : "false")}",
                changes, cluster.FollowerPatience, CancellationToken.None);
            if (answer.Status == HttpStatusCode.NotAcceptable)
            {
                server.Shards.Refused();
            }

            return answer.Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static DataError Resigned() =>
        new(503, 1491, "a (former) shard leader refuses to perform an operation, because it has resigned in the meantime");

    private static DataError NotDropped(string why) => new(503, 1488, $"a follower could not be dropped in agency: {why}");

    private async Task PrepareAsync(Shard shard)
    {
        if (shard.State.Duty != ShardDuty.Leader)
        {
            throw shard.State.Duty == ShardDuty.Resigned ? Resigned() : DataError.NotLeader();
        }

        if (shard.State.Missing.Count > 0)
        {
            await DropAsync(shard, Resigned);
        }

        var state = shard.State;
        var wanted = cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name)?.Collection.WriteConcern ?? 1;
        if (state.Followers.Count + 1 < wanted)
        {
            throw new DataError((int)server.Options.Number("cluster.failed-write-concern-status-code"), 1004, "read only");
        }

        if (state.Candidates.Any(c => !state.Followers.Contains(c)))
        {
            // From this write on, who has not got it must not take over.
            shard.State = state with
            {
                Candidates = await ReportAsync(shard, state.Followers) ? state.Followers : throw Resigned(),
            };
        }
    }

    private async Task ReplicateAsync(Shard shard, JsonArray changes, bool sync)
    {
        var followers = shard.State.Followers;
        var taken = await Task.WhenAll(followers.Select(f => SendAsync(shard, f, changes, sync)));
        var missing = followers.Where((_, i) => !taken[i]).ToList();
        if (missing.Count > 0)
        {
            // The change is made: whoever hears that nothing was done would make it again.
            shard.State = shard.State with { Missing = missing };
            await DropAsync(shard, static () => NotDropped("this server does not lead any more"));
        }
    }

    /// <exception cref="DataError">As <paramref name="resigned"/> says when this server leads no longer; 503 and 1488 without the agency.</exception>
    private async Task DropAsync(Shard shard, Func<DataError> resigned)
    {
        var state = shard.State;
        var kept = state.Followers.Where(f => !state.Missing.Contains(f)).ToList();
        server.Log.Info(LogIds.Unknown, "replication", $"dropping followers {string.Join(", ", state.Missing)} of shard {shard.Name}");
        if (!await ReportAsync(shard, kept))
        {
            throw resigned();
        }

        server.Shards.Dropped(state.Missing.Count);
        shard.State = state with { Followers = kept, Missing = [], Candidates = kept };
    }

    /// <summary>Reports those who have everything, and that nobody else may take over; false when this server does not lead.</summary>
    private async Task<bool> ReportAsync(Shard shard, IReadOnlyList<string> followers)
    {
        try
        {
            return await reports.ReportAsync(shard, resigned: false, followers, followers, CancellationToken.None) is not null;
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
        {
            throw NotDropped(e.Message);
        }
    }
}
