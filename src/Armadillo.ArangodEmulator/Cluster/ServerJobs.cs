using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>What coordinators are asked to do as jobs for the supervision, and the questions about jobs.</summary>
internal sealed class ServerJobs(ServerContext server, AgencyClient agency)
{
    private static readonly string[] _places = ["ToDo", "Pending", "Finished", "Failed"];

    private static readonly string[] _resignKeys = ["undoMoves", "waitForInSync", "waitForInSyncTimeout"];

    private readonly IdPool _ids = new(agency);

    /// <summary>The id of the planned DB server with this id or short name; null when there is none.</summary>
    public static string? ServerId(JsonNode? seen, string idOrShortName) => seen.KeysAt("arango", "Plan", "DBServers").FirstOrDefault(
        k => k == idOrShortName || seen.TextAt("arango", "Target", "MapUniqueToShortID", k, "ShortName") == idOrShortName);

    /// <summary>Puts the job to the others that are to be done, and answers with its id.</summary>
    public async Task AddAsync(ServerRequest request, string type, JsonObject job)
    {
        var id = (await AddAllAsync(type, [job], request.Aborted))[0];
        await request.JsonAsync(202, new JsonObject { ["error"] = false, ["code"] = 202, ["id"] = id });
    }

    /// <summary>All jobs in one transaction; their ids.</summary>
    public async Task<IReadOnlyList<string>> AddAllAsync(string type, IReadOnlyList<JsonObject> jobs, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var operations = new JsonObject();
        foreach (var job in jobs)
        {
            var id = await _ids.NextAsync(cancellationToken);
            job["type"] = type;
            job["jobId"] = id;
            job["creator"] = server.State.Id;
            job["timeCreated"] = ClusterTime.Text(server.Time.GetUtcNow());
            operations[$"arango/Target/ToDo/{id}"] = AgencyOperations.Set(job);
            ids.Add(id);
        }

        if (ids.Count > 0)
        {
            await agency.WriteAsync(operations, null, cancellationToken);
        }

        return ids;
    }

    public Task HandleAsync(ServerRequest request, string command)
    {
        if (request.Method != (command == "queryAgencyJob" ? "GET" : "POST"))
        {
            return request.MethodNotAllowedAsync();
        }

        if (!request.Identity.IsAdmin)
        {
            return request.ForbiddenAsync(errorNum: 403);
        }

        return command switch
        {
            "queryAgencyJob" => QueryAsync(request),
            "cancelAgencyJob" => CancelAsync(request),
            _ => CreateAsync(request, command),
        };
    }

    private async Task CreateAsync(ServerRequest request, string type)
    {
        var body = await request.ReadJsonAsync();
        if (body.TextAt("server") is not { Length: > 0 } name)
        {
            await request.ErrorAsync(400, 10, "object with key `server`");
            return;
        }

        // A server that does not exist is no fault of the request: the job fails.
        var seen = await agency.ReadAsync(request.Aborted, "/arango/Plan/DBServers", "/arango/Target/MapUniqueToShortID");
        var job = new JsonObject { ["server"] = ServerId(seen, name) ?? name };
        foreach (var key in type == "resignLeadership" ? _resignKeys : [])
        {
            if (body.At(key) is { } value)
            {
                job[key] = value.DeepClone();
            }
        }

        await AddAsync(request, type, job);
    }

    private async Task QueryAsync(ServerRequest request)
    {
        if (request.Query("id") is not { Length: > 0 } id)
        {
            await request.ErrorAsync(400, 10, "missing id parameter");
        }
        else if (await FindAsync(id, request.Aborted) is not var (place, job))
        {
            await request.ErrorAsync(404, 404, "not found");
        }
        else
        {
            var answer = (JsonObject)job.DeepClone();
            answer["error"] = false;
            answer["job"] = id;
            answer["status"] = place;
            await request.JsonAsync(200, answer);
        }
    }

    private async Task CancelAsync(ServerRequest request)
    {
        var id = (await request.ReadJsonAsync()).TextAt("id");
        if (string.IsNullOrEmpty(id))
        {
            await request.ErrorAsync(400, 10, "object must have key 'id'");
        }
        else if (await FindAsync(id, request.Aborted) is not var (place, job))
        {
            await request.ErrorAsync(404, 404, $"job '{id}' not found");
        }
        else if (job.TextAt("type") is not ("moveShard" or "cleanOutServer"))
        {
            await request.ErrorAsync(400, 10, "only moveShard and cleanOutServer jobs can be cancelled");
        }
        else if (place is not ("ToDo" or "Pending"))
        {
            await request.ErrorAsync(400, 10, $"{place} jobs can no longer be cancelled.");
        }
        else if (await AbortAsync(place, id, request.Aborted))
        {
            await request.JsonAsync(200, new JsonObject { ["job"] = id, ["status"] = "aborted", ["error"] = false });
        }
        else
        {
            await request.ErrorAsync(412, 412, "precondition failed");
        }
    }

    private Task<bool> AbortAsync(string place, string id, CancellationToken cancellationToken) => agency.WriteAsync(
        new JsonObject { [$"arango/Target/{place}/{id}/abort"] = AgencyOperations.Set(true) },
        new JsonObject { [$"arango/Target/{place}/{id}"] = new JsonObject { ["oldEmpty"] = false } },
        cancellationToken);

    private async Task<(string Place, JsonObject Job)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var seen = await agency.ReadAsync(cancellationToken, _places.Select(p => $"/arango/Target/{p}/{id}"));
        foreach (var place in _places)
        {
            if (seen.At("arango", "Target", place, id) is JsonObject { Count: > 0 } job)
            {
                return (place, job);
            }
        }

        return null;
    }
}
