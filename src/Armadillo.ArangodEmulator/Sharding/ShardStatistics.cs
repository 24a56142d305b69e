using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>GET /_admin/cluster/shardStatistics: how many shards are planned, in all, by database or by DB server.</summary>
internal static class ShardStatistics
{
    public static async Task HandleAsync(ServerRequest request, ClusterMember cluster)
    {
        await cluster.Cache.RefreshAsync(request.Aborted);
        var tree = cluster.Cache.Now.Tree;
        var servers = tree.NodeAt("Current/DBServers").Members.Keys.ToList();
        var places = Places(cluster.Plan.All(tree)).ToList();
        if (request.Query("DBserver") is not { Length: > 0 } only)
        {
            await request.ResultAsync(request.QueryFlag("details") ? ByDatabase(places) : Count(places));
        }
        else if (only == "all")
        {
            await request.ResultAsync(new JsonObject(servers.Select(
                s => KeyValuePair.Create(s, (JsonNode?)Count([.. places.Where(p => p.Server == s)])))));
        }
        else if (!servers.Contains(only))
        {
            await request.ErrorAsync(400, 10, $"unknown DB server '{only}'");
        }
        else
        {
            var own = places.Where(p => p.Server == only).ToList();
            await request.ResultAsync(request.QueryFlag("details") ? ByDatabase(own) : Count(own));
        }
    }

    /// <summary>All shards that are planned, in one count.</summary>
    public static JsonObject Global(ClusterMember cluster, ObjectValue tree) => Count([.. Places(cluster.Plan.All(tree))]);

    private static JsonObject ByDatabase(List<Place> places) => new(places
        .GroupBy(static p => p.Collection.Database, StringComparer.Ordinal)
        .Select(static g => KeyValuePair.Create(g.Key, (JsonNode?)Count([.. g]))));

    private static JsonObject Count(IReadOnlyList<Place> places) => new()
    {
        ["databases"] = places.DistinctBy(static p => p.Collection.Database).Count(),
        ["collections"] = places.DistinctBy(static p => p.Collection.Path).Count(),
        ["shards"] = places.Count,
        ["leaders"] = places.Count(static p => p.Leads),
        ["realLeaders"] = places.Count(static p => p.Leads && p.Collection.DistributeShardsLike is null),
        ["followers"] = places.Count(static p => !p.Leads),
        ["servers"] = places.DistinctBy(static p => p.Server).Count(),
    };

    private static IEnumerable<Place> Places(IEnumerable<PlannedCollection> collections) =>
        from collection in collections
        from shard in collection.Shards
        from server in shard.Servers.Index()
        select new Place(collection, server.Item, server.Index == 0);

    /// <summary>One copy of a shard.</summary>
    private sealed record Place(PlannedCollection Collection, string Server, bool Leads);
}
