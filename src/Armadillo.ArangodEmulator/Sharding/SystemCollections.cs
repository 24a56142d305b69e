using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>
/// The collections that a coordinator makes in a new database. In _system in the recorded order: _users, then those that lie like it;
/// elsewhere _graphs is the first, and users and statistics are not there.
/// </summary>
internal sealed class SystemCollections(ServerContext server, ClusterMember cluster)
{
    public const string Graphs = "_graphs";

    private static readonly string[] _everywhere = ["_analyzers", "_aqlfunctions", "_queues", "_jobs", "_apps", "_appbundles", "_frontend"];
    private static readonly string[] _inSystem = [Graphs, "_statistics", "_statistics15", "_statisticsRaw", .. _everywhere];

    private static readonly TimeSpan _dbServerLimit = TimeSpan.FromSeconds(60);

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        // Both may come later than the registration that the bootstrap waited for.
        await cluster.Cache.FindAsync(
            static tree => tree.NodeAt("Current/Databases/_system").Count > 0 ? tree : null, _dbServerLimit, cancellationToken);
        await cluster.Cache.RefreshAsync(cancellationToken);
        await RemoveUnfinishedAsync(cancellationToken);
        await CreateInAsync(Database.System, cancellationToken);
    }

    public async Task CreateInAsync(string database, CancellationToken cancellationToken)
    {
        var first = ShardingDefaults.Leading(database);
        await CreateAsync(database, [first], null, cancellationToken);
        var like = await cluster.Plan.GetAsync(database, first, cancellationToken);
        await CreateAsync(database, database == Database.System ? _inSystem : _everywhere, like, cancellationToken);
        await new SystemIndexes(server, cluster).EnsureInAsync(database, cancellationToken);
    }

    private async Task CreateAsync(string database, IEnumerable<string> names, PlannedCollection? like, CancellationToken cancellationToken)
    {
        var plans = new List<CollectionPlan>();

        // In a one-shard database all collections have as many copies as the first one, so it must have enough for them.
        var defaults = ShardingDefaults.Of(cluster.Cache.Now.Tree, database, server.Options);
        var copies = (int)Math.Max(server.Options.Number("cluster.system-replication-factor"), defaults.OneShard ? defaults.ReplicationFactor : 0);
        var concern = defaults.OneShard ? (int)defaults.WriteConcern : 1;
        foreach (var name in names.Where(n => cluster.Plan.Find(database, n) is null))
        {
            var body = new JsonObject { ["name"] = name, ["isSystem"] = true };
            var id = long.Parse(await cluster.Ids.NextAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            plans.Add(new CollectionPlan(CollectionProperties.FromRequest(body, id, server.State.Id), ["_key"], 1, copies, concern)
            {
                Like = like,
                Lenient = true,
            });
        }

        if (plans.Count > 0)
        {
            await new CollectionCreation(server, cluster).CreateAsync(database, plans, cancellationToken);
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
