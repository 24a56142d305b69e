using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Users;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>POST /_admin/cluster/moveShard: a job for the supervision, if all that it names is there.</summary>
internal sealed class ShardMoves(ServerJobs jobs, AgencyClient agency)
{
    private static readonly string[] _needed = ["collection", "shard", "fromServer", "toServer"];

    public async Task HandleAsync(ServerRequest request)
    {
        if (request.Method != "POST")
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        var body = await request.ReadJsonAsync();
        if (_needed.Any(key => string.IsNullOrEmpty(body.TextAt(key))))
        {
            await request.ErrorAsync(
                400, 10, "object with keys `database`, `collection`, `shard`, `fromServer` and `toServer` (all strings) expected");
            return;
        }

        var database = body.TextAt("database") is { Length: > 0 } named ? named : request.Database;
        if (!request.Identity.IsAdmin && request.Identity.Level(database, body.TextAt("collection")!) != User.ReadWrite)
        {
            await request.ForbiddenAsync("insufficient permissions on database to move shard", 403);
            return;
        }

        var seen = await agency.ReadAsync(
            request.Aborted, "/arango/Plan/DBServers", $"/arango/Plan/Collections/{database}", "/arango/Target/MapUniqueToShortID");
        var (status, problem) = Check(seen, database, body!, out var job);
        await (job is null ? request.ErrorAsync(status, status, problem) : jobs.AddAsync(request, "moveShard", job));
    }

    private static (int Status, string Problem) Check(JsonNode? seen, string database, JsonNode body, out JsonObject? job)
    {
        job = null;
        var shard = body.TextAt("shard")!;
        var (id, collection) = Find(seen.At("arango", "Plan", "Collections", database), body.TextAt("collection")!);
        if (id is null)
        {
            return (404, "database/collection not found");
        }

        if (ServerJobs.ServerId(seen, body.TextAt("fromServer")!) is not { } from || ServerJobs.ServerId(seen, body.TextAt("toServer")!) is not { } to)
        {
            return (404, "one or both dbservers not found");
        }

        if (collection.At("distributeShardsLike") is not null)
        {
            return (403, "MoveShard only allowed for collections which have distributeShardsLike unset.");
        }

        if (collection.At("shards", shard) is not JsonArray servers)
        {
            return (404, "shard not found");
        }

        var position = servers.Select(s => (string?)s).ToList().IndexOf(from);
        if (position < 0)
        {
            return (404, "shard is not located on the server");
        }

        job = new JsonObject
        {
            ["database"] = database,
            ["collection"] = id,
            ["shard"] = shard,
            ["fromServer"] = from,
            ["toServer"] = to,
            ["isLeader"] = position == 0,
            ["remainsFollower"] = position == 0 && (Flag(body, "remainsFollower") ?? true),
            ["tryUndo"] = Flag(body, "tryUndo") ?? false,
        };
        return default;
    }

    private static (string? Id, JsonNode? Collection) Find(JsonNode? collections, string nameOrId) =>
        (collections as JsonObject ?? [])
            .Where(c => c.Key == nameOrId || c.Value.TextAt("name") == nameOrId)
            .Select(c => ((string?)c.Key, c.Value))
            .FirstOrDefault();

    private static bool? Flag(JsonNode body, string key) => body.At(key) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;
}
