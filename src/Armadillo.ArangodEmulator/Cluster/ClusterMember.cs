using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Authentication;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Http.Statistics;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.PlanExecution;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.Cluster;

/// <summary>A DB server's or coordinator's life in the cluster, from the first contact with the agency to the logoff.</summary>
internal sealed class ClusterMember
{
    private const long DefaultHeartbeatMilliseconds = 5000;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _logoffLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _unregisterLimit = TimeSpan.FromSeconds(30);

    private readonly ServerContext _server;
    private readonly ServerState _state;
    private readonly ServerLog _log;
    private readonly Registration _registration;
    private readonly Heartbeat _heartbeat;
    private readonly Bootstrap _bootstrap;
    private readonly string _advertised;
    private readonly GroupCommit _commits;
    private bool _entered;

    public ClusterMember(ServerContext server, IReadOnlyList<string> agencyEndpoints)
    {
        _server = server;
        _state = server.State;
        _log = server.Log;
        _advertised = server.Options.Text("cluster.my-advertised-endpoint");
        Agency = new AgencyClient(server.Peers, agencyEndpoints, server.State.Id, server.Time);
        Cache = new AgencyCache(Agency, server.Time);
        _commits = new GroupCommit(Agency);
        Ids = new IdPool(Agency);
        Plan = new ClusterPlan(Cache);
        ShardPatience = server.Options.Milliseconds("emulator.shard-patience");
        FollowerPatience = server.Options.Seconds("cluster.synchronous-replication-timeout-minimum");
        Logs = new LogParticipants(server, this);
        _registration = new Registration(Agency, server.State, _advertised, server.Time);
        _bootstrap = new Bootstrap(Agency, server.State, server.Log, server.Time, PopulateAsync);
        _heartbeat = new Heartbeat(Agency, server.State, server.FailurePoints, server.Log, server.Stop, server.Time)
        {
            StopAfter = server.Options.Seconds("cluster.no-heartbeat-delay-before-shutdown"),
            Health = () => server.State.Role == ServerRole.DbServer ? StorageHealth.Of(server.DataDirectory) : null,
        };
    }

    public AgencyClient Agency { get; }

    public AgencyCache Cache { get; }

    public IdPool Ids { get; }

    public ClusterPlan Plan { get; }

    public TimeProvider Time => _server.Time;

    /// <summary>How long a coordinator looks for the leader of a shard.</summary>
    public TimeSpan ShardPatience { get; }

    /// <summary>How long a leader waits for a follower that the supervision has not given up.</summary>
    public TimeSpan FollowerPatience { get; }

    /// <summary>What a DB server has of replicated logs; nothing on a coordinator.</summary>
    public LogParticipants Logs { get; }

    public Distribution HeartbeatTimes => _heartbeat.Times;

    public long HeartbeatFailures => _heartbeat.Failures;

    /// <summary>Before the port opens: the tree, the registration, and for coordinators the DB servers.</summary>
    public async Task JoinAsync(TimeSpan agencyPatience, CancellationToken cancellationToken)
    {
        await ConnectAsync(agencyPatience, cancellationToken);
        Cache.Start(_server.Stop.Stopping);
        _entered = true;
        await _registration.EnterAsync(cancellationToken);
        if (_state.Role == ServerRole.Coordinator)
        {
            await _bootstrap.WaitForDbServersAsync(cancellationToken);
        }

        await ReadIntervalAsync(cancellationToken);
        if (_state.Role == ServerRole.Coordinator)
        {
            _heartbeat.Start();
        }
    }

    /// <summary>With the port open in maintenance mode.</summary>
    public async Task IntegrateAsync(CancellationToken cancellationToken)
    {
        if (_state.Role == ServerRole.Coordinator)
        {
            await _bootstrap.RaceAsync(cancellationToken);
            await _bootstrap.WaitForDatabasesAsync(cancellationToken);
            _state.ClusterState = "SERVING";
            await TouchCurrentAsync(cancellationToken);
            await _bootstrap.WaitForOwnHealthAsync(cancellationToken);
        }
        else
        {
            await TouchCurrentAsync(cancellationToken);
        }
    }

    /// <summary>After the mode has become DEFAULT: only now a DB server begins to beat.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        if (_state.Role == ServerRole.DbServer)
        {
            await _heartbeat.BeatAsync(Agency.Patience, cancellationToken);
            new PlanExecutor(_server, this).Start(_server.Stop.Stopping);
            Logs.Start(_server.Stop.Stopping);
            _state.ClusterState = "SERVING";
            _heartbeat.Start();
        }
    }

    /// <summary>One transaction; its index in the agency's log, or null when a precondition failed.</summary>
    public Task<long?> CommitAsync(Change change, CancellationToken cancellationToken) => _commits.CommitAsync(change, cancellationToken);

    /// <summary>A request to another server that is given up when what it waits for is not to be expected any more.</summary>
    /// <exception cref="HttpRequestException">No answer, or given up.</exception>
    public async Task<PeerAnswer> SendWhileAsync(
        Func<ObjectValue, bool> expected, HttpMethod method, string endpoint, string path, JsonNode? body, TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var gaveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = _server.Peers.SendAsync(method, endpoint, path, body, limit, gaveUp.Token);
        while (!answer.IsCompleted)
        {
            var view = Cache.Now;
            if (!expected(view.Tree))
            {
                await gaveUp.CancelAsync();
                break;
            }

            await Task.WhenAny(answer, Cache.NewerAsync(view, _look, gaveUp.Token));
        }

        try
        {
            return await answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"gave up waiting for {endpoint}");
        }
    }

    /// <summary>The last beat and the logoff. An agency that is gone makes this slow, never impossible.</summary>
    public async Task LeaveAsync(bool forGood)
    {
        if (!_entered)
        {
            return;
        }

        try
        {
            await _heartbeat.EndAsync();
            using var limit = new CancellationTokenSource(forGood ? _unregisterLimit : _logoffLimit, _server.Time);
            Agency.Patience = forGood ? _unregisterLimit : _logoffLimit;
            await _registration.LeaveAsync(forGood, limit.Token);
        }
        catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException or OperationCanceledException)
        {
            _log.Info("1776b", "cluster", $"unable to unregister server from agency: {e.Message}");
        }
    }

    public async Task<string> ClusterIdAsync(CancellationToken cancellationToken) =>
        (await Agency.ReadAsync(cancellationToken, "/arango/Cluster")).TextAt("arango", "Cluster") ?? "";

    private async Task ConnectAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Agency.Patience = patience;
        try
        {
            await InitialTree.EnsureAsync(Agency, cancellationToken);
        }
        catch (AgencyUnauthorizedException e)
        {
            _log.Error("a695d", "authentication", $"Cannot authenticate with agency: {e.Message}");
            throw new FatalException("32781", "startup", "Running with authentication, but the agency answered 401: the JWT secrets differ");
        }
        catch (AgencyUnreachableException e)
        {
            throw new FatalException(
                "54560", "cluster", $"Could not connect to any agency endpoints ({string.Join(", ", Agency.Endpoints)}): {e.Message}");
        }

        Agency.Patience = TimeSpan.FromSeconds(60);
    }

    private async Task ReadIntervalAsync(CancellationToken cancellationToken)
    {
        var seen = await Agency.ReadAsync(cancellationToken, "/arango/Sync/HeartbeatIntervalMs");
        var version = (await Agency.ReadAsync(cancellationToken, "/arango/Agency/Definition")).NumberAt("arango", "Agency", "Definition");
        _log.Info(
            "b6826", "cluster",
            $"Cluster feature is turned on. Agency version: {version}, Agency endpoints: {string.Join(", ", Agency.Endpoints)}, "
            + $"server id: '{_state.Id}', internal endpoint / address: {_state.Address}, advertised endpoint: {_advertised}, "
            + $"role: {_state.Role.Name()}");
        var milliseconds = seen.NumberAt("arango", "Sync", "HeartbeatIntervalMs");
        if (milliseconds is > 0)
        {
            _log.Info("805b2", "cluster", $"Using heartbeat interval value '{milliseconds} ms' from agency");
        }
        else
        {
            _log.Warning("3d871", "cluster", $"unable to read heartbeat interval from agency. Using default value '{DefaultHeartbeatMilliseconds} ms'");
        }

        _heartbeat.Interval = TimeSpan.FromMilliseconds(milliseconds is > 0 ? milliseconds.Value : DefaultHeartbeatMilliseconds);
    }

    private Task<bool> TouchCurrentAsync(CancellationToken cancellationToken) =>
        Agency.WriteAsync(new JsonObject { ["arango/Current/Version"] = AgencyOperations.Increment() }, null, cancellationToken);

    /// <summary>What belongs to a new cluster: the system collections, and the first user.</summary>
    private async Task PopulateAsync(CancellationToken cancellationToken)
    {
        await new SystemCollections(_server, this).EnsureAsync(cancellationToken);
        await _server.Users.RefreshAsync(cancellationToken);
        await _server.Users.PutAsync(_server.Users.Find(RootUser.Name) ?? _server.Users.First, cancellationToken);
    }
}
