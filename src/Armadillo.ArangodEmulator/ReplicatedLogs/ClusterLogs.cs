using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>A coordinator's answers about logs: what it does itself changes Target, what concerns the content goes to the leader.</summary>
internal sealed class ClusterLogs(ServerContext server, ClusterMember cluster)
{
    private static readonly TimeSpan _forwardLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan _askLimit = TimeSpan.FromSeconds(5);

    private readonly LogCreation _creation = new(cluster);

    public async Task<(int Status, JsonNode? Content)> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (request.Matched == ReplicatedLogRoute.Internal)
        {
            throw DataError.NotEmulated($"{request.Method} {request.Path} on a coordinator");
        }

        var database = request.Database;
        return (request.Method, request.Suffixes) switch
        {
            ("POST", []) => (200, ReplicatedLogRoute.Result(await _creation.CreateAsync(database, body as JsonObject ?? [], request.Aborted))),
            ("GET", []) => (200, ReplicatedLogRoute.Result(List(database))),
            ("GET", [var id]) => (200, ReplicatedLogRoute.Result(await StatusAsync(database, id, request.Aborted))),
            ("GET", [var id, "global-status"]) => (200, ReplicatedLogRoute.Result(await StatusAsync(database, id, request.Aborted))),
            ("DELETE", [var id]) => await ChangeAsync(Drop(database, id), id, request.Aborted),
            ("DELETE", [var id, "leader"]) => await ChangeAsync(Wanted(database, id).Delete($"{LogTarget.Path(database, id)}/leader"), id, request.Aborted),
            ("POST", [var id, "leader", var leader]) =>
                await ChangeAsync(Wanted(database, id).Set($"{LogTarget.Path(database, id)}/leader", leader), id, request.Aborted),
            ("POST", [var id, "participant", var old, "replace-with", var next]) => await ReplaceAsync(database, id, old, next, request.Aborted),
            ("GET" or "POST", [var id, not "local-status", ..]) => await ForwardAsync(request, id, body),
            _ => throw DataError.NotEmulated($"{request.Method} {request.Path} on a coordinator"),
        };
    }

    private static Change Wanted(string database, string id) => new Change().Increment("Target/Version").WhenPresent(LogTarget.Path(database, id));

    private static Change Drop(string database, string id) => Wanted(database, id).Delete(LogTarget.Path(database, id));

    private async Task<(int Status, JsonNode? Content)> ChangeAsync(Change change, string id, CancellationToken cancellationToken) =>
        await cluster.CommitAsync(change, cancellationToken) is null
            ? throw LogParticipants.NotFound(id)
            : (200, ReplicatedLogRoute.Result(new JsonObject()));

    private async Task<(int Status, JsonNode? Content)> ReplaceAsync(
        string database, string id, string old, string next, CancellationToken cancellationToken)
    {
        await cluster.Cache.RefreshAsync(cancellationToken);
        var path = LogTarget.Path(database, id);
        var change = Wanted(database, id)
            .Delete($"{path}/participants/{old}")
            .Set($"{path}/participants/{next}", new JsonObject())
            .WhenPresent($"{path}/participants/{old}")
            .WhenAbsent($"{path}/participants/{next}");
        if (cluster.Cache.Now.Tree.TextAt($"{path}/leader") == old)
        {
            change.Set($"{path}/leader", next).When($"{path}/leader", old);
        }

        return await ChangeAsync(change, id, cancellationToken);
    }

    private JsonObject List(string database) => new(cluster.Cache.Now.Tree.NodeAt($"Plan/ReplicatedLogs/{database}").Members.Select(l =>
        KeyValuePair.Create(l.Key, (JsonNode?)Change.Array(((ObjectValue)l.Value).NodeAt("participantsConfig/participants").Members.Keys))));

    private async Task<LogPlan> PlanAsync(string database, string id, CancellationToken cancellationToken)
    {
        await cluster.Cache.RefreshAsync(cancellationToken);
        return cluster.Cache.Now.Tree.At(LogPlan.Path(database, id)) is ObjectValue plan ? LogPlan.From(plan) : throw LogParticipants.NotFound(id);
    }

    private async Task<JsonObject> StatusAsync(string database, string id, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(database, id, cancellationToken);
        var asked = plan.Config.Participants.Keys.Select(async p => KeyValuePair.Create(p, (JsonNode?)await AskAsync(database, id, p, cancellationToken)));
        var supervision = new JsonObject { ["connection"] = new JsonObject { ["errorCode"] = 0 } };
        if (cluster.Cache.Now.Tree.At($"{LogCurrent.Path(database, id)}/supervision") is { } noted)
        {
            supervision["response"] = noted.ToJson();
        }

        var status = new JsonObject
        {
            ["supervision"] = supervision,
            ["participants"] = new JsonObject(await Task.WhenAll(asked)),
            ["specification"] = new JsonObject { ["source"] = "RemoteAgency", ["plan"] = plan.ToJson() },
        };
        if (plan.Leader is { } leader)
        {
            status["leaderId"] = leader.ServerId;
        }

        return status;
    }

    private async Task<JsonObject> AskAsync(string database, string id, string participant, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await SendAsync(participant, HttpMethod.Get, $"{LogPath(database, id)}/local-status", null, _askLimit, cancellationToken);
            return (int)answer.Status == 200
                ? new JsonObject { ["connection"] = new JsonObject { ["errorCode"] = 0 }, ["response"] = answer.Body?["result"]?.DeepClone() }
                : Unreachable((int?)answer.Body?["errorNum"] ?? (int)answer.Status, (string?)answer.Body?["errorMessage"]);
        }
        catch (HttpRequestException e)
        {
            return Unreachable(1457, e.Message);
        }
    }

    private static JsonObject Unreachable(int code, string? message) =>
        new() { ["connection"] = new JsonObject { ["errorCode"] = code, ["errorMessage"] = message } };

    private async Task<(int Status, JsonNode? Content)> ForwardAsync(ServerRequest request, string id, JsonNode? body)
    {
        var leader = (await PlanAsync(request.Database, id, request.Aborted)).Leader ?? throw LogLeadership.Resigned();
        try
        {
            var rest = string.Join('/', request.Suffixes[1..].Select(Uri.EscapeDataString));
            var path = $"{LogPath(request.Database, id)}/{rest}{request.Context.Request.QueryString}";
            var answer = await SendAsync(leader.ServerId, new HttpMethod(request.Method), path, body, _forwardLimit, request.Aborted);
            return ((int)answer.Status, answer.Body);
        }
        catch (HttpRequestException e)
        {
            throw new DataError(503, 1422, $"a resigned leader instance rejected a request: {e.Message}");
        }
    }

    private Task<PeerAnswer> SendAsync(
        string participant, HttpMethod method, string path, JsonNode? body, TimeSpan limit, CancellationToken cancellationToken)
    {
        var endpoint = DbServers.Endpoint(cluster.Cache.Now.Tree, participant)
            ?? throw new HttpRequestException($"server {participant} is not registered");
        return server.Peers.SendAsync(method, endpoint, path, body, limit, cancellationToken);
    }

    private static string LogPath(string database, string id) => $"/_db/{Uri.EscapeDataString(database)}{ReplicatedLogRoute.Path}/{id}";
}
