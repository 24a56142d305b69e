using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Diagnosis;

/// <summary>
/// /_api/cluster/cluster-info and what stands below it, for test suites: with superuser rights, or in a build with failure tests. The
/// form of the whole dump is not known.
/// </summary>
internal static class ClusterInfoQueries
{
    private const string ResponsibleShard = "get_responsible_shard";
    private const string ResponsibleServers = "get_responsible_servers";
    private const string Flush = "flush";

    public static async Task HandleAsync(ServerRequest request, ServerContext server)
    {
        var command = request.Suffixes.ElementAtOrDefault(1);
        if (!request.Identity.IsAdmin)
        {
            await request.ForbiddenAsync("you need admin rights to produce a cluster info dump", 403);
        }
        else if (command is null)
        {
            await (request.IsGet ? request.NotEmulatedAsync() : request.MethodNotAllowedAsync());
        }
        else if (!request.Identity.IsSuperuser && !server.Options.Flag("emulator.failure-tests"))
        {
            await request.ForbiddenAsync("system level access is needed for this API", 403);
        }
        else if (command is not (Flush or ResponsibleShard or ResponsibleServers or "get_max_number_of_shards" or "get_max_replication_factor"
            or "get_min_replication_factor" or "get_collection_info" or "get_collection_info_current" or "get_analyzers_revision"
            or "wait_for_plan_version"))
        {
            await request.ErrorAsync(404, 404, "no such handler in the cluster info.");
        }
        else if (server.Cluster is not { } cluster)
        {
            await request.NotEmulatedAsync();
        }
        else if (!IsMethodOf(request, command))
        {
            await request.MethodNotAllowedAsync();
        }
        else
        {
            await AnswerAsync(request, server, cluster, command);
        }
    }

    private static bool IsMethodOf(ServerRequest request, string command) => command switch
    {
        Flush => request.Method == "PUT",
        ResponsibleShard or ResponsibleServers => request.Method == "POST",
        _ => request.IsGet,
    };

    private static async Task AnswerAsync(ServerRequest request, ServerContext server, ClusterMember cluster, string command)
    {
        await cluster.Cache.RefreshAsync(request.Aborted);
        await (command switch
        {
            Flush => request.JsonAsync(200, new JsonObject { ["OK"] = true }),
            "get_max_number_of_shards" => Option("maxNumberOfShards", "cluster.max-number-of-shards"),
            "get_max_replication_factor" => Option("maxReplicationfactor", "cluster.max-replication-factor"),
            "get_min_replication_factor" => Option("minReplicationfactor", "cluster.min-replication-factor"),
            ResponsibleServers => LeadersAsync(request, cluster),
            ResponsibleShard => ShardAsync(request, cluster),
            _ => request.NotEmulatedAsync(),
        });

        Task Option(string name, string option) => request.JsonAsync(200, new JsonObject { [name] = server.Options.Number(option) });
    }

    private static async Task LeadersAsync(ServerRequest request, ClusterMember cluster)
    {
        if (await request.ReadJsonAsync() is not JsonArray { Count: > 0 } names)
        {
            await BadAsync(request, "shardID argument is missing");
            return;
        }

        var shards = cluster.Plan.All(cluster.Cache.Now.Tree).SelectMany(static c => c.Shards).ToLookup(static s => s.Name);
        var wanted = names.Select(static n => n is JsonValue v && v.TryGetValue<string>(out var name) ? name : "").Distinct().ToList();
        if (wanted.Find(static n => n is not ['s', .. var number] || !ulong.TryParse(number, out _)) is { } illegal)
        {
            await BadAsync(request, $"no shard found with ID {illegal}");
        }
        else if (!wanted.TrueForAll(n => shards.Contains(n)))
        {
            await request.NotEmulatedAsync();
        }
        else
        {
            await request.JsonAsync(200, new JsonObject(wanted.Select(n => KeyValuePair.Create(n, (JsonNode?)shards[n].First().Leader))));
        }
    }

    private static async Task ShardAsync(ServerRequest request, ClusterMember cluster)
    {
        if (request.Suffixes is not [_, _, var database, var name, var complete])
        {
            await BadAsync(request, "databaseName, collectionName, documentIsComplete arguments are missing");
        }
        else if (await request.ReadJsonAsync() is not JsonObject document)
        {
            await request.ErrorAsync(400, 600, "invalid JSON object");
        }
        else if (cluster.Plan.In(database).FirstOrDefault(c => c.Name == name || c.Id == name) is not { } collection)
        {
            await BadAsync(request, $"no collection {database}/{name}");
        }
        else if (complete != "true" && !collection.ShardKeys.All(document.ContainsKey))
        {
            await BadAsync(request, "no shard found for the document");
        }
        else
        {
            await request.JsonAsync(200, new JsonObject
            {
                ["shardId"] = ShardHash.ShardOf(collection, document).Name,
                ["usesDefaultShardingAttributes"] = collection.ShardKeys is ["_key"],
            });
        }
    }

    private static Task BadAsync(ServerRequest request, string message) => request.ErrorAsync(400, 10, message);
}
