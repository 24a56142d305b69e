using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Routes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>/_admin/cluster/nodeVersion, nodeEngine, nodeStatistics and statistics: a coordinator asks another server for its client.</summary>
internal static class NodeQueries
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    public static bool Knows(string command) => Path(command) is not null;

    public static async Task HandleAsync(ServerRequest request, ServerContext server, string command)
    {
        if (!request.IsGet)
        {
            await request.MethodNotAllowedAsync();
            return;
        }

        if (request.Query(command == "statistics" ? "DBserver" : "ServerID") is not { Length: > 0 } id)
        {
            await request.ErrorAsync(400, 400, "missing ServerID parameter");
            return;
        }

        try
        {
            if (await ServerForwarding.AskAsync(server, id, HttpMethod.Get, Path(command)!, null, _timeout, request.Aborted) is { } answer)
            {
                await request.JsonAsync((int)answer.Status, answer.Body);
            }
            else
            {
                await request.ErrorAsync(400, 400, $"unknown server '{id}'");
            }
        }
        catch (HttpRequestException e)
        {
            await request.ErrorAsync(408, 504, e.Message);
        }
    }

    private static string? Path(string command) => command switch
    {
        "nodeVersion" => "/_api/version",
        "nodeEngine" => "/_api/engine",
        "nodeStatistics" or "statistics" => "/_admin/statistics",
        _ => null,
    };
}
