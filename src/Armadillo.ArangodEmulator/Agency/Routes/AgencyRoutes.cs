using Armadillo.ArangodEmulator.Agency.Inception;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>Finds the route for a path below /_api/agency and /_api/agency_priv.</summary>
internal sealed class AgencyRoutes
{
    private readonly RaftState _state;
    private readonly PrivateRoutes _private;
    private readonly Dictionary<string, (string Methods, Func<HttpContext, Task> Handle)> _public;

    public AgencyRoutes(RaftState state, Elections elections, Gossip gossip, PoolRestart restart, string engine, string version)
    {
        _state = state;
        _private = new PrivateRoutes(state, elections, new FollowerSide(state), gossip);
        var gate = new LeaderGate(state, elections);
        var states = new StateRoutes(state, gate);
        _public = new Dictionary<string, (string Methods, Func<HttpContext, Task> Handle)>
        {
            ["write"] = ("POST", new WriteRoute(state, gate).HandleAsync),
            ["read"] = ("POST", new ReadRoute(state, gate).HandleAsync),
            ["transact"] = ("POST", new TransactRoute(state, gate).HandleAsync),
            ["transient"] = ("POST", new TransientRoute(state, gate).HandleAsync),
            ["inquire"] = ("POST", new InquireRoute(state, gate).HandleAsync),
            ["poll"] = ("GET", new PollRoute(state, gate).HandleAsync),
            ["config"] = ("GET POST PUT", new ConfigRoute(state, restart, engine, version).HandleAsync),
            ["state"] = ("GET", states.StateAsync),
            ["stores"] = ("GET", states.StoresAsync),
            ["store"] = ("POST", states.StoreAsync),
        };
    }

    public Task HandleAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3)
        {
            _state.ServerLog.Log(LogLevel.Warning, "46536", "agency", "request to the agency without a command");
            return Answers.ErrorAsync(context, 404, 404, "not found");
        }

        if (parts.Length > 3)
        {
            _state.ServerLog.Log(LogLevel.Warning, "ef6ae", "agency", "request to the agency with more than one command");
            return Answers.ErrorAsync(context, 404, 404, "not found");
        }

        if (parts[1] == "agency_priv")
        {
            return _private.HandleAsync(context, parts[2]);
        }

        if (!_public.TryGetValue(parts[2], out var route))
        {
            _state.ServerLog.Log(LogLevel.Warning, "9b810", "agency", $"unknown agency command {parts[2]}");
            return Answers.ErrorAsync(context, 404, 405, "method not supported");
        }

        return route.Methods.Split(' ').Contains(context.Request.Method)
            ? route.Handle(context)
            : JsonReply.WrongMethodAsync(context);
    }
}
