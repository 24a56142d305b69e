using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The indexes that system collections have beside the built-in ones, as recorded. Those of one collection are made in turn, the collections at once.</summary>
internal sealed class SystemIndexes(ServerContext server, ClusterMember cluster)
{
    private const string Hash = "hash";
    private const string Skiplist = "skiplist";

    private static readonly (string Collection, string Type, string[] Fields)[] _all =
    [
        (UserDocument.Collection, Hash, ["user"]),
        ("_statistics", Skiplist, ["time"]),
        ("_statistics15", Skiplist, ["time"]),
        ("_statisticsRaw", Skiplist, ["time"]),
        ("_apps", Hash, ["mount"]),
        ("_jobs", Skiplist, ["queue", "status", "delayUntil"]),
        ("_jobs", Skiplist, ["status", "queue", "delayUntil"]),
    ];

    /// <summary>Makes those that are missing in the collections that the database has.</summary>
    public Task EnsureInAsync(string database, CancellationToken cancellationToken) => Task.WhenAll(_all
        .Where(i => cluster.Plan.Find(database, i.Collection) is not null)
        .GroupBy(static i => i.Collection)
        .Select(async group =>
        {
            var indexes = await new PlannedIndexes(server).FindAsync(database, group.Key, cancellationToken);
            foreach (var (_, type, fields) in group)
            {
                await indexes.EnsureAsync(Attributes(type, fields), null, cancellationToken);
            }
        }));

    private static JsonObject Attributes(string type, string[] fields) => new()
    {
        ["type"] = type,
        ["fields"] = new JsonArray([.. fields.Select(static f => (JsonNode)f)]),
        ["unique"] = type == Hash,
        ["sparse"] = type == Hash,
        ["deduplicate"] = true,
        ["estimates"] = false,
        ["cacheEnabled"] = false,
    };
}
