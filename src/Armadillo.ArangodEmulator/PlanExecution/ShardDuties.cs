using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Replication;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.PlanExecution;

/// <summary>Gives this server the part in a shard that the plan has for it: leader, resigned leader or follower.</summary>
internal sealed class ShardDuties(ServerContext server, ClusterMember cluster)
{
    private ReplicationService Replication => server.Replication;

    /// <summary>False when something has to be tried again.</summary>
    public Task<bool> AlignAsync(Shard shard, CancellationToken cancellationToken)
    {
        var view = cluster.Cache.Now;
        if (cluster.Plan.Shard(shard.Database, shard.CollectionId, shard.Name) is not var (collection, planned) || !planned.Names(server.State.Id))
        {
            return Task.FromResult(true);
        }

        return planned.Leader != server.State.Id ? FollowAsync(view.Tree, collection, planned, shard, cancellationToken)
            : planned.LeaderResigns ? ResignAsync(view.Tree, collection, planned, shard, cancellationToken)
            : LeadAsync(view, collection, planned, shard, cancellationToken);
    }

    private async Task<bool> LeadAsync(
        AgencyCache.View view, PlannedCollection collection, PlannedShard planned, Shard shard, CancellationToken cancellationToken)
    {
        if (shard.State.Duty == ShardDuty.Leader && shard.State.Followers.Concat(shard.State.Candidates).All(planned.Names)
            && (view.Index < shard.ReportedAt || Replication.Reports.IsReported(view.Tree, collection, planned, shard)))
        {
            return true;
        }

        await shard.Turn.WaitAsync(cancellationToken);
        try
        {
            // A new reign begins alone: followers come back when they have shown that they have everything. Until the first write
            // of this reign all who were in sync before could still take over.
            var state = shard.State.Duty == ShardDuty.Leader
                ? shard.State
                : new ShardState(ShardDuty.Leader) { Candidates = [.. Candidates(view.Tree, collection, planned)] };
            state = state with
            {
                Followers = [.. state.Followers.Where(planned.Names)],
                Candidates = [.. state.Candidates.Where(planned.Names)],
            };
            if (await Replication.Reports.ReportAsync(shard, resigned: false, state.Followers, state.Candidates, cancellationToken) is null)
            {
                return false;
            }

            shard.State = state;
            return true;
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    private async Task<bool> ResignAsync(
        ObjectValue tree, PlannedCollection collection, PlannedShard planned, Shard shard, CancellationToken cancellationToken)
    {
        if (shard.State.Duty == ShardDuty.Resigned)
        {
            return true;
        }

        await shard.Turn.WaitAsync(cancellationToken);
        try
        {
            // Until it is reported it is tried again; nothing is written meanwhile, so the followers still have everything.
            var state = HasLed(shard.State) ? shard.State with { Duty = ShardDuty.Unknown } : Reported(tree, collection, planned);
            shard.State = state;
            Replication.Transactions.AbortAll(shard);
            if (await Replication.Reports.ReportAsync(shard, resigned: true, state.Followers, state.Candidates, cancellationToken) is null)
            {
                return false;
            }

            shard.State = state with { Duty = ShardDuty.Resigned };
            return true;
        }
        finally
        {
            shard.Turn.Release();
        }
    }

    private async Task<bool> FollowAsync(
        ObjectValue tree, PlannedCollection collection, PlannedShard planned, Shard shard, CancellationToken cancellationToken)
    {
        if (shard.State.Duty is ShardDuty.Leader or ShardDuty.Resigned)
        {
            await shard.Turn.WaitAsync(cancellationToken);
            shard.State = ShardState.Unknown;
            Replication.Transactions.AbortAll(shard);
            shard.Turn.Release();
        }

        var inSync = Servers(tree, collection.CurrentPath(planned), "servers");
        var state = shard.State;
        if (state is { Duty: ShardDuty.Follower, InSync: true } && state.Leader == planned.Leader && inSync.Contains(server.State.Id))
        {
            return true;
        }

        // Not before the leader has taken its place: only then it knows what everything is.
        if (planned.LeaderResigns || inSync.FirstOrDefault() != planned.Leader)
        {
            return true;
        }

        if (shard.Synchronization.IsCompleted)
        {
            shard.Synchronization = Task.Run(() => Replication.Followers.SynchronizeAsync(shard, planned.Leader, cancellationToken), cancellationToken);
        }

        return false;
    }

    /// <summary>Whether the lists of the state are this server's own: it leads, or has stopped and still has to report that.</summary>
    private static bool HasLed(ShardState state) =>
        state.Duty != ShardDuty.Follower && !ReferenceEquals(state, ShardState.Unknown);

    /// <summary>
    /// What a leader knows that was started when it was to resign already: it has written nothing since, so who was in sync still is.
    /// </summary>
    private ShardState Reported(ObjectValue tree, PlannedCollection collection, PlannedShard planned) => new(ShardDuty.Unknown)
    {
        Followers =
        [
            .. Servers(tree, collection.CurrentPath(planned), "servers").Select(static s => s.TrimStart('_'))
                .Where(s => s != server.State.Id && planned.Names(s)),
        ],
        Candidates = [.. Candidates(tree, collection, planned).Where(planned.Names)],
    };

    private static IEnumerable<string> Candidates(ObjectValue tree, PlannedCollection collection, PlannedShard planned)
    {
        var path = collection.CurrentPath(planned);
        var named = Servers(tree, path, "failoverCandidates");
        return (named.Count > 0 ? named : Servers(tree, path, "servers")).Select(static s => s.TrimStart('_'));
    }

    private static List<string> Servers(ObjectValue tree, string path, string list) =>
        [.. ((tree.At($"{path}/{list}") as ArrayValue)?.Items ?? []).OfType<StringValue>().Select(static s => s.Content)];
}
