using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>GET /_admin/time.</summary>
internal sealed class TimeRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/time"];

    public Task HandleAsync(ServerRequest request) =>
        request.OkAsync(new JsonObject { ["time"] = server.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 });
}

/// <summary>GET /_admin/deployment/id.</summary>
internal sealed class DeploymentRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/deployment"];

    public async Task HandleAsync(ServerRequest request)
    {
        if (request.Suffixes is not ["id"])
        {
            await request.UnknownPathAsync();
        }
        else if (server.Cluster is { } cluster)
        {
            await request.JsonAsync(200, new JsonObject { ["id"] = await cluster.ClusterIdAsync(request.Aborted) });
        }
        else
        {
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(server.State.Id)).AsSpan(0, 16));
            await request.JsonAsync(200, new JsonObject { ["id"] = id.ToString("D") });
        }
    }
}

/// <summary>GET /_admin/database/target-version: the version of the data that this server needs.</summary>
internal sealed class TargetVersionRoute : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/database/target-version"];

    public Task HandleAsync(ServerRequest request) =>
        request.IsGet ? request.OkAsync(new JsonObject { ["version"] = $"{Product.VersionNumber}" }) : request.MethodNotAllowedAsync();
}

/// <summary>GET /_api/key-generators: those that collections can have here.</summary>
internal sealed class KeyGeneratorRoute : IRoute
{
    public IEnumerable<string> Paths => ["/_api/key-generators"];

    public Task HandleAsync(ServerRequest request) => request.IsGet
        ? request.JsonAsync(200, new JsonObject { ["keyGenerators"] = new JsonArray("autoincrement", "traditional") })
        : request.MethodNotAllowedAsync();
}

/// <summary>What belongs to arangod and not to its lifecycle: 501, never an invented answer.</summary>
internal sealed class NotEmulatedRoute : IRoute
{
    public IEnumerable<string> Paths =>
    [
        "/_admin/actions", "/_admin/activities", "/_admin/async-registry", "/_admin/auth/reload", "/_admin/backup", "/_admin/cluster-info",
        "/_admin/echo", "/_admin/execute",
        "/_admin/routing", "/_admin/supervisionState", "/_admin/system-report", "/_admin/telemetrics", "/_admin/wal",
        "/_api/aql", "/_api/aql-builtin", "/_api/batch", "/_api/document-state", "/_api/dump",
        "/_api/explain", "/_api/foxx",
        "/_api/query", "/_api/replication", "/_api/simple", "/_api/upload",
        "/_api/wal", "/_api/agency/agency-callbacks", "/_internal/traverser",
        "/_api/engine/stats", "/_admin/aardvark",
    ];

    public Task HandleAsync(ServerRequest request) => request.NotEmulatedAsync();
}

/// <summary>Data, on servers that have none.</summary>
internal sealed class NoDataRoute(params string[] paths) : IRoute
{
    public IEnumerable<string> Paths { get; } = paths;

    public Task HandleAsync(ServerRequest request) => request.NotEmulatedAsync();
}

/// <summary>The agency; only servers may talk to it.</summary>
internal sealed class AgencyRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_api/agency", "/_api/agency_priv"];

    public Task HandleAsync(ServerRequest request)
    {
        if (server.Agent is not { } agent)
        {
            return request.UnknownPathAsync();
        }

        // The agent reads the path itself, so it gets it without /_db/NAME.
        request.Context.Request.Path = request.Path;
        return agent.HandleAsync(request.Context);
    }
}
