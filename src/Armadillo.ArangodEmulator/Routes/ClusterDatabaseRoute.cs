using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_api/database in a cluster: there is _system and nothing else.</summary>
internal sealed class ClusterDatabaseRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/database"];

    public Task HandleAsync(ServerRequest request)
    {
        if (!request.IsGet)
        {
            return request.NotEmulatedAsync();
        }

        return request.Suffixes switch
        {
            [] or ["user"] => request.OkAsync(new JsonObject { ["result"] = new JsonArray("_system") }),
            ["current"] => request.OkAsync(new JsonObject { ["result"] = Current() }),
            _ => request.UnknownPathAsync(),
        };
    }

    private JsonObject Current()
    {
        var result = new JsonObject { ["id"] = "1", ["name"] = "_system", ["isSystem"] = true };
        if (server.State.Role == ServerRole.Coordinator)
        {
            result["sharding"] = "";
            result["replicationFactor"] = server.Options.Number("cluster.default-replication-factor");
            result["writeConcern"] = server.Options.Number("cluster.write-concern");
            result["replicationVersion"] = "1";
        }

        result["path"] = server.State.Role == ServerRole.Coordinator ? "" : "none";
        return result;
    }
}
