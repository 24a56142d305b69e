using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The collections that the first coordinator makes in _system, in the recorded order: _users, then those that lie like it.</summary>
internal sealed class SystemCollections(ServerContext server, ClusterMember cluster)
{
    private static readonly string[] _others =
    [
        "_graphs", "_statistics", "_statistics15", "_statisticsRaw", "_analyzers", "_aqlfunctions", "_queues", "_jobs", "_apps",
        "_appbundles", "_frontend",
    ];

    private static readonly TimeSpan _dbServerLimit = TimeSpan.FromSeconds(60);

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        // Both may come later than the registration that the bootstrap waited for.
        await cluster.Cache.FindAsync(
            static tree => tree.NodeAt("Current/Databases/_system").Count > 0 ? tree : null, _dbServerLimit, cancellationToken);
        await cluster.Cache.RefreshAsync(cancellationToken);
        await RemoveUnfinishedAsync(cancellationToken);
        await CreateAsync([UserDocument.Collection], null, cancellationToken);
        await CreateAsync(_others, await cluster.Plan.GetAsync(Database.System, UserDocument.Collection, cancellationToken), cancellationToken);
    }

    private async Task CreateAsync(IEnumerable<string> names, PlannedCollection? like, CancellationToken cancellationToken)
    {
        var plans = new List<CollectionPlan>();
        var copies = (int)server.Options.Number("cluster.system-replication-factor");
        foreach (var name in names.Where(n => cluster.Plan.Find(Database.System, n) is null))
        {
            var body = new JsonObject { ["name"] = name, ["isSystem"] = true };
            var id = long.Parse(await cluster.Ids.NextAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            plans.Add(new CollectionPlan(CollectionProperties.FromRequest(body, id, server.State.Id), ["_key"], 1, copies, 1)
            {
                Like = like,
                Lenient = true,
            });
        }

        if (plans.Count > 0)
        {
            await new CollectionCreation(server, cluster).CreateAsync(Database.System, plans, cancellationToken);
        }
    }

    /// <summary>What a start left behind that did not come to its end.</summary>
    private async Task RemoveUnfinishedAsync(CancellationToken cancellationToken)
    {
        var unfinished = cluster.Plan.In(Database.System).Where(static c => c.IsBuilding && c.IsSystem).ToList();
        if (unfinished.Count > 0)
        {
            var change = new Change().Increment("Plan/Version");
            unfinished.ForEach(c => change.Delete(c.Path));
            await cluster.CommitAsync(change, cancellationToken);
            await cluster.Cache.RefreshAsync(cancellationToken);
        }
    }
}
