using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Routes;
using Armadillo.ArangodEmulator.Storage;

namespace Armadillo.ArangodEmulator.Server;

/// <summary>The start of a server whose options are known to be good: modes, ports, cluster, ready line.</summary>
internal sealed class Startup
{
    private readonly ServerContext _server;
    private readonly IReadOnlyList<Endpoint> _endpoints;
    private readonly AgencySettings? _agency;

    public Startup(ServerContext server, IReadOnlyList<Endpoint> endpoints, AgencySettings? agency)
    {
        _server = server;
        _endpoints = endpoints;
        _agency = agency;
        var options = server.Options;
        var routes = new RouteTable();
        var pipeline = new RequestPipeline(
            server.State, server.Authenticator, routes, server.FailurePoints, server.Log, server.Databases.ExistsAsync,
            options.Flag("server.early-connections"), options.Flag("http.return-queue-time-header"),
            options.Flag("emulator.hang-http"));
        foreach (var route in RouteList.All(server, () => pipeline.Requests))
        {
            routes.Add(route);
        }

        Frontend = new HttpFrontend(
            endpoints, options.Seconds("http.keep-alive-timeout"),
            options.Text("ssl.keyfile"), pipeline.HandleAsync);
    }

    public HttpFrontend Frontend { get; }

    /// <summary>Null when the server is up, otherwise the code that it leaves with.</summary>
    public async Task<int?> RunAsync()
    {
        var options = _server.Options;
        var stopping = _server.Stop.Stopping;
        if (_agency is not null)
        {
            _server.Agent = AgentFactory.Create(
                _agency, _server.State.Id, _server.DataDirectory, _server.Peers, _server.Log, _server.Time, NativeCalls.Exit);
        }

        var early = options.Flag("server.early-connections");
        if (early)
        {
            await Frontend.OpenAsync();
        }

        if (options.Milliseconds("emulator.start-delay") is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, _server.Time, stopping);
        }

        if (options.Number("emulator.exit-during-start") is > 0 and var code)
        {
            return (int)code;
        }

        await JoinClusterAsync(stopping);
        LogEndpoints();
        _server.State.Mode = ServerMode.Maintenance;
        if (!early)
        {
            await Frontend.OpenAsync();
        }

        if (options.Flag("emulator.ready-never"))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _server.Time, stopping);
        }

        await BecomeReadyAsync(stopping);
        return null;
    }

    private async Task JoinClusterAsync(CancellationToken stopping)
    {
        if (!_server.State.Role.IsInCluster())
        {
            return;
        }

        var member = new ClusterMember(_server, _server.Options.List("cluster.agency-endpoint"));

        // Known before it has joined: a signal in between must still lead to a logoff.
        _server.Cluster = member;
        await member.JoinAsync(_server.Options.Milliseconds("emulator.agency-patience"), stopping);
    }

    private void LogEndpoints()
    {
        var options = _server.Options;
        var authentication = _server.Authenticator.Enabled ? "on" : "off";
        var systemOnly = options.Flag("server.authentication-system-only") ? " (system only)" : "";
        var sockets = options.Flag("server.authentication-unix-sockets") ? "on" : "off";
        _server.Log.Info(
            "3844e", "authentication",
            $"Authentication is turned {authentication}{systemOnly}, authentication for unix sockets is turned {sockets}");
        foreach (var endpoint in _endpoints)
        {
            var kind = endpoint.Secure ? "ssl-encrypted" : "non-encrypted";
            _server.Log.Info("6ea38", "general", $"using endpoint '{endpoint.Unified}' for {kind} requests");
        }
    }

    private async Task BecomeReadyAsync(CancellationToken stopping)
    {
        if (_server.Cluster is { } cluster)
        {
            await cluster.IntegrateAsync(stopping);
        }

        _server.State.Phase = "in wait";
        _server.State.Mode = ServerMode.Default;
        _server.Log.Info(
            "cf3f4", "general",
            $"ArangoDB (version {Product.ServerVersion} [linux]) is ready for business. Have fun!");
        _server.Agent?.Start();
        if (_server.Cluster is { } member)
        {
            await member.ServeAsync(stopping);
        }
    }
}
