using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Inception;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Routes;
using Armadillo.ArangodEmulator.Http;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Metrics;
using Armadillo.ArangodEmulator.Supervision;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency;

/// <summary>One agent: configuration, inception, Raft, routes, and the supervision while it leads.</summary>
internal sealed class Agent : IAgent
{
    private readonly CancellationTokenSource _stop = new();
    private readonly AgencyConfiguration _configuration;
    private readonly RaftState _state;
    private readonly Elections _elections;
    private readonly Gossip _gossip;
    private readonly PoolRestart _restart;
    private readonly AgencyRoutes _routes;
    private readonly Action<int> _fatalExit;
    private Task _run = Task.CompletedTask;
    private Task _supervision = Task.CompletedTask;
    private bool _disposed;

    public Agent(
        AgencySettings settings,
        string id,
        string dataDirectory,
        string engine,
        string version,
        IPeerClient peers,
        IServerLog log,
        TimeProvider time,
        Action<int> fatalExit)
    {
        _fatalExit = fatalExit;
        var directory = Path.Combine(dataDirectory, "agency");
        Directory.CreateDirectory(directory);
        _configuration = new AgencyConfiguration(settings, id, directory);
        _state = new RaftState(_configuration, directory, peers, log, time) { DiskFailed = OnDiskFailed };
        _elections = new Elections(_state);
        _gossip = new Gossip(_configuration, peers, log, time, fatalExit);
        _restart = new PoolRestart(_configuration, peers, log, time, fatalExit);
        if (settings.Supervision)
        {
            _state.Serving = leadership =>
            {
                var supervision = new SupervisionLoop(_state, leadership, log);
                _supervision = Task.Run(() => supervision.RunAsync(leadership.Ended));
            };
        }

        _routes = new AgencyRoutes(_state, _elections, _gossip, _restart, engine, version);
    }

    public long Term => _state.Term;

    public string LeaderId => _state.LeaderId;

    public bool Leading => _state.Role == RaftRole.Leader;

    public void Start() => _run = Task.Run(() => RunAsync(_stop.Token));

    public void AddMetrics(MetricsText text)
    {
        lock (_state.Gate)
        {
            text.Add("arangodb_agency_term", _state.Term);
            text.Add("arangodb_agency_local_commit_index", _state.CommitIndex);
            text.Add("arangodb_agency_log_size_bytes", _state.Log.Entries.Sum(static e => (double)e.Request.Length));
        }

        var figures = _state.Figures;
        text.Add("arangodb_agency_read_ok_total", figures.Reads);
        text.Add("arangodb_agency_read_no_leader_total", figures.ReadsWithoutLeader);
        text.Add("arangodb_agency_write_ok_total", figures.Writes);
        text.Add("arangodb_agency_write_no_leader_total", figures.WritesWithoutLeader);
        text.Add("arangodb_agency_supervision_failed_server_total", figures.FailedServers);
    }

    public Task HandleAsync(HttpContext context) => _stop.IsCancellationRequested
        ? Answers.ErrorAsync(context, 503, 30, "shutdown in progress")
        : _routes.HandleAsync(context);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _stop.CancelAsync();
        await _run;
        lock (_state.Gate)
        {
            _state.Leadership?.End();
        }

        await _supervision;
        _state.Disk.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var complete = _configuration.Restarted
                ? await _restart.RunAsync(cancellationToken)
                : await _gossip.RunAsync(cancellationToken);
            if (complete)
            {
                await _elections.RunAsync(cancellationToken);
            }
        }
        catch (IOException e)
        {
            OnDiskFailed(e);
        }
    }

    private void OnDiskFailed(IOException e)
    {
        _state.ServerLog.Log(LogLevel.Fatal, "d1b3c", "agency", $"cannot persist the state of the agency: {e.Message}");
        _fatalExit(1);
    }
}
