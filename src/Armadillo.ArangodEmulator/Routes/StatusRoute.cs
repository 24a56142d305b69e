using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Routes;

/// <summary>/_admin/status, with the keys and their order as recorded.</summary>
internal sealed class StatusRoute(ServerContext server) : IRoute
{
    public IEnumerable<string> Paths => ["/_admin/status"];

    public Task HandleAsync(ServerRequest request)
    {
        if (server.Options.Flag("server.harden") && !request.Identity.IsAdmin)
        {
            return request.ForbiddenAsync();
        }

        if (request.QueryFlag("memory"))
        {
            return request.ErrorAsync(501, 9, "memory profiles come from profiling builds only");
        }

        return request.JsonAsync(200, request.QueryFlag("overview") ? Overview() : Standard());
    }

    private JsonObject Overview() => new()
    {
        ["version"] = Product.ServerVersion,
        ["platform"] = "linux",
        ["license"] = Product.License,
        ["engine"] = Product.Engine,
        ["role"] = server.State.Role.Name(),
    };

    private JsonObject Standard()
    {
        var state = server.State;
        var body = new JsonObject
        {
            ["server"] = "arango",
            ["version"] = Product.ServerVersion,
            ["pid"] = Environment.ProcessId,
            ["license"] = Product.License,
            ["mode"] = "server",
            ["operationMode"] = "server",
            ["foxxApi"] = server.Options.Flag("foxx.api"),
        };
        if (state.Role != ServerRole.Single)
        {
            body["host"] = HostIdentity.Name;
        }

        if (Environment.GetEnvironmentVariable("HOSTNAME") is { Length: > 0 } hostname)
        {
            body["hostname"] = hostname;
        }

        body["serverInfo"] = ServerInfo(state);
        AddRole(body, state);
        return body;
    }

    private static JsonObject ServerInfo(ServerState state)
    {
        var info = new JsonObject
        {
            ["progress"] = new JsonObject { ["phase"] = state.Phase, ["feature"] = "", ["recoveryTick"] = 0 },
            ["maintenance"] = state.Mode == ServerMode.Maintenance,
            ["role"] = state.Role.Name(),
            ["writeOpsEnabled"] = state.Mode == ServerMode.Default && !state.ReadOnly,
            ["readOnly"] = state.ReadOnly,
        };
        if (state.Mode == ServerMode.Startup || state.Role == ServerRole.Single)
        {
            return info;
        }

        info["persistedId"] = state.Id;
        if (state.Role.IsInCluster())
        {
            info["rebootId"] = state.RebootId;
            info["address"] = state.Address;
            info["serverId"] = state.Id;
            info["state"] = state.ClusterState;
        }

        return info;
    }

    private void AddRole(JsonObject body, ServerState state)
    {
        if (server.Agent is { } agent)
        {
            body["agent"] = new JsonObject
            {
                ["term"] = agent.Term,
                ["id"] = state.Id,
                ["endpoint"] = state.Address,
                ["leaderId"] = agent.LeaderId,
                ["leading"] = agent.Leading,
            };
        }

        if (state.Role == ServerRole.Coordinator && state.Mode != ServerMode.Startup)
        {
            body["coordinator"] = new JsonObject
            {
                ["foxxmaster"] = state.FoxxMaster,
                ["isFoxxmaster"] = state.FoxxMaster == state.Id,
            };
        }

        if (state.Role.IsInCluster() && state.Mode != ServerMode.Startup)
        {
            body["agency"] = new JsonObject { ["agencyComm"] = new JsonObject { ["endpoints"] = state.AgencyEndpoints.DeepClone() } };
        }
    }
}
