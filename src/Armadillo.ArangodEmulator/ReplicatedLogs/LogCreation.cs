using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>POST /_api/log: says in Target what is wanted, and waits until it is so.</summary>
internal sealed class LogCreation(ClusterMember cluster)
{
    private const int UsualServers = 3;
    private const int UsualWriteConcern = 2;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public async Task<JsonObject> CreateAsync(string database, JsonObject wish, CancellationToken cancellationToken)
    {
        if (cluster.Cache.Now.Tree.TextAt($"Plan/Databases/{database}/replicationVersion") != "2")
        {
            throw new DataError(403, 403, "Replicated logs available only in replication2 databases!");
        }

        var id = wish.NumberAt("id")?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? wish.TextAt("id")
            ?? await cluster.Ids.NextAsync(cancellationToken);
        var servers = Choose(wish);
        var target = Target(id, servers, wish);
        var path = LogTarget.Path(database, id);
        var created = new Change().Set(path, target).Increment("Target/Version").WhenAbsent(path);
        if (await cluster.CommitAsync(created, cancellationToken) is null)
        {
            throw new DataError(409, 1207, $"there is a replicated log {id} already");
        }

        var waits = wish["waitForReady"] is not JsonValue flag || !flag.TryGetValue<bool>(out var wanted) || wanted;
        if (waits && await cluster.Cache.FindAsync(
            tree => tree.NumberAt($"{LogCurrent.Path(database, id)}/supervision/targetVersion") >= 1 ? tree : null, _limit, cancellationToken) is null)
        {
            throw DataError.ClusterTimeout();
        }

        return new JsonObject { ["id"] = long.TryParse(id, out var number) ? number : id, ["servers"] = Change.Array(servers) };
    }

    private static JsonObject Target(string id, List<string> servers, JsonObject wish)
    {
        var target = new JsonObject
        {
            ["id"] = long.TryParse(id, out var number) ? number : id,
            ["participants"] = new JsonObject(servers.Select(s => KeyValuePair.Create(s, (JsonNode?)new JsonObject()))),
            ["config"] = wish["config"]?.DeepClone() ?? new JsonObject
            {
                ["writeConcern"] = UsualWriteConcern,
                ["softWriteConcern"] = servers.Count,
                ["waitForSync"] = false,
            },
            ["version"] = 1,
        };
        if (wish["leader"] is { } leader)
        {
            target["leader"] = leader.DeepClone();
        }

        if (wish["spec"] is { } implementation)
        {
            target["properties"] = new JsonObject { ["implementation"] = implementation.DeepClone() };
        }

        return target;
    }

    private List<string> Choose(JsonObject wish)
    {
        var available = DbServers.Available(cluster.Cache.Now.Tree).ToList();
        List<string> servers = [.. (wish["servers"] as JsonArray ?? []).Select(s => (string?)s ?? "")];
        var wanted = (int)(wish.NumberAt("numberOfServers") ?? (servers.Count > 0 ? servers.Count : Math.Min(available.Count, UsualServers)));
        if (wanted > available.Count)
        {
            throw new DataError(500, 1487, "the number of current DB-Servers is lower than the requested replicationFactor/writeConcern");
        }

        if (wish.TextAt("leader") is { } leader && !servers.Contains(leader))
        {
            servers.Add(leader);
        }

        return [.. servers, .. available.Except(servers).Take(wanted - servers.Count)];
    }
}
