using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>GET shardDistribution, and collectionShardDistribution for one collection: who has which shard, planned and reported.</summary>
internal static class ShardDistribution
{
    public static async Task HandleAsync(ServerRequest request, ClusterMember cluster)
    {
        var one = request.Suffixes[0] == "collectionShardDistribution";
        if (!request.IsGet && !(one && request.Method == "PUT"))
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var name = !one ? null : request.IsGet ? request.Query("collection") : (await request.ReadJsonAsync()).TextAt("collection");
        if (one && string.IsNullOrEmpty(name))
        {
            await request.ErrorAsync(400, 10, "expecting the name of a collection");
            return;
        }

        await cluster.Cache.RefreshAsync(request.Aborted);
        var tree = cluster.Cache.Now.Tree;
        var shown = cluster.Plan.In(request.Database).Where(c => !c.IsBuilding && (name is null || c.Name == name)).ToList();
        if (one && shown.Count == 0)
        {
            await request.ErrorAsync(404, 1203, "collection or view not found");
            return;
        }

        await request.OkAsync(new JsonObject
        {
            ["results"] = new JsonObject(shown.Select(c => KeyValuePair.Create(c.Name, (JsonNode?)Describe(tree, c)))),
        });
    }

    private static JsonObject Describe(ObjectValue tree, PlannedCollection collection)
    {
        var (planned, current) = (new JsonObject(), new JsonObject());
        foreach (var shard in collection.Shards)
        {
            planned[shard.Name] = Servers(tree, shard.Servers);
            var reported = (tree.At($"{collection.CurrentPath(shard)}/servers") as ArrayValue)?.Items ?? [];
            current[shard.Name] = Servers(tree, [.. reported.OfType<StringValue>().Select(static s => s.Content)]);
        }

        return new JsonObject { ["Plan"] = planned, ["Current"] = current };
    }

    private static JsonObject Servers(ObjectValue tree, IReadOnlyList<string> ids)
    {
        string Short(string id) => tree.TextAt($"Target/MapUniqueToShortID/{id.TrimStart('_')}/ShortName") ?? id;
        return new JsonObject
        {
            ["leader"] = ids.Count > 0 ? Short(ids[0]) : "",
            ["followers"] = new JsonArray([.. ids.Skip(1).Select(i => (JsonNode)Short(i))]),
        };
    }
}
