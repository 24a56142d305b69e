using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>/_api/log: replicated logs. A DB server answers for what it has, a coordinator for the cluster.</summary>
internal sealed class ReplicatedLogRoute(ServerContext server) : DataRoute(server)
{
    public const string Path = "/_api/log";

    /// <summary>What participants ask each other.</summary>
    public const string Internal = "/_api/log-internal";

    private ClusterLogs? _cluster;

    public override IEnumerable<string> Paths => [Path, Internal];

    /// <summary>200 with the result.</summary>
    public static JsonObject Result(JsonNode? result) => new() { ["result"] = result };

    /// <summary>A number of the query; the fallback when it is missing or none.</summary>
    public static long Number(ServerRequest request, string name, long fallback) =>
        long.TryParse(request.Query(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    protected override async Task<Reply> AnswerAsync(ServerRequest request, JsonNode? body)
    {
        if (!request.Identity.IsAdmin)
        {
            throw new DataError(403, 403, "forbidden");
        }

        if (Server.Cluster is not { } cluster)
        {
            throw new DataError(501, 9, "api only on available coordinators or dbservers");
        }

        var (status, content) = Server.State.Role == ServerRole.Coordinator
            ? await (_cluster ??= new ClusterLogs(Server, cluster)).AnswerAsync(request, body)
            : await LocalLogs.AnswerAsync(cluster.Logs, request, body);
        return content is JsonObject whole && whole.ContainsKey("code") ? new Reply(status, whole) : Reply.Ok(content as JsonObject ?? [], status);
    }
}
