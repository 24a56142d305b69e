using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Routes;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>
/// /_admin/cluster/vpackSortMigration/*: whether indexes still have the order of keys that servers before 3.12.2 used. The emulator
/// never had it, so there is nothing to be found or changed. A coordinator asks all DB servers.
/// </summary>
internal static class SortMigration
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static async Task HandleAsync(ServerRequest request, ServerContext server, string step)
    {
        if (!request.Identity.IsSuperuser)
        {
            await request.ForbiddenAsync("only superusers may run vpack index migration");
        }
        else if (Answer(request.Method, step) is not { } own)
        {
            await request.MethodNotAllowedAsync();
        }
        else
        {
            await request.ResultAsync(server is { Cluster: { } cluster, State.Role: ServerRole.Coordinator } ? await AskAllAsync(request, server, cluster) : own);
        }
    }

    private static JsonObject? Answer(string method, string step) => (method, step) switch
    {
        ("GET", "check") => new JsonObject
        {
            ["affected"] = new JsonArray(),
            ["error"] = false,
            ["errorCode"] = 0,
            ["errorMessage"] = "all good with sorting order",
        },
        ("GET", "status") => new JsonObject { ["next"] = "CORRECT", ["current"] = "CORRECT" },
        ("PUT", "migrate") => new JsonObject { ["error"] = false, ["errorCode"] = 0, ["errorMessage"] = "VPack sorting migration done." },
        _ => null,
    };

    private static async Task<JsonObject> AskAllAsync(ServerRequest request, ServerContext server, ClusterMember cluster)
    {
        var answers = new JsonObject();
        foreach (var id in cluster.Cache.Now.Tree.NodeAt("Current/DBServers").Members.Keys)
        {
            try
            {
                var answer = await ServerForwarding.AskAsync(server, id, new HttpMethod(request.Method), request.Path, null, _limit, request.Aborted);
                answers[id] = answer?.Body?.DeepClone();
            }
            catch (HttpRequestException e)
            {
                answers[id] = new JsonObject { ["error"] = true, ["errorMessage"] = e.Message, ["errorCode"] = 4 };
            }
        }

        return answers;
    }
}
