using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.CollectionGroups.Supervision;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.ReplicatedLogs.Supervision;
using Armadillo.ArangodEmulator.Supervision.Jobs;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// The supervision during one reign of this agent. Rounds come at the configured frequency, and earlier when something has
/// happened that a round would act upon.
/// </summary>
internal sealed class SupervisionLoop
{
    /// <summary>Changes come in bursts; a round soon after the first of them sees them all.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(25);

    private readonly AgencyConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly UnsoundEntries _unsound;
    private readonly AsyncSignal _wake;
    private readonly SupervisionStore _store;
    private readonly JobIds _ids;
    private readonly AgencyUpgrade _upgrade;
    private readonly MaintenanceMode _maintenance;
    private readonly DbServerMaintenance _dbServerMaintenance;
    private readonly HealthChecks _health;
    private readonly ExpiredServers _expired;
    private readonly HotBackupLock _hotBackup;
    private readonly ShrinkCluster _shrink;
    private readonly ReplicationEnforcement _replication;
    private readonly LostCollections _lost;
    private readonly UnfinishedIndexes _indexes;
    private readonly BrokenCreations _broken;
    private readonly LeadershipReturns _returns;
    private readonly CollectionGroupsRound _groups;
    private readonly ReplicatedLogsRound _logs;
    private readonly JobQueue _jobs;
    private readonly JobArchive _archive;
    private readonly (string What, Func<Task> Run)[] _steps;

    public SupervisionLoop(RaftState state, Leadership leadership, IServerLog log)
    {
        _configuration = state.Configuration;
        _time = state.Time;
        _unsound = new UnsoundEntries(log, "supervision", "f7d05");
        _wake = new AsyncSignal(state.Time);
        _store = new SupervisionStore(state, leadership);
        _ids = new JobIds(_store);
        _upgrade = new AgencyUpgrade(_store);
        _maintenance = new MaintenanceMode(_store);
        _dbServerMaintenance = new DbServerMaintenance(_store);
        _health = new HealthChecks(_store, _configuration, _ids, state.Figures, log);
        _expired = new ExpiredServers(_store, _configuration, log);
        _hotBackup = new HotBackupLock(_store);
        _shrink = new ShrinkCluster(_store, _ids);
        _replication = new ReplicationEnforcement(_store, _configuration, _ids);
        _lost = new LostCollections(_store, _ids);
        var marks = new CreationMarks(_store);
        _indexes = new UnfinishedIndexes(_store, marks, _configuration.Settings.SupervisionFrequency, log);
        _broken = new BrokenCreations(_store, marks, log);
        _returns = new LeadershipReturns(_store, _ids);
        _groups = new CollectionGroupsRound(_store, _ids);
        _logs = new ReplicatedLogsRound(_store, _configuration.Settings.SupervisionFrequency);
        _jobs = new JobQueue(_store, _unsound);
        _archive = new JobArchive(_store);
        _steps =
        [
            ("maintenance of DB servers", _dbServerMaintenance.RunAsync),
            ("the health of the servers", _health.RunAsync),
            ("the removal of expired servers", _expired.RunAsync),
            ("the lock for backups", _hotBackup.RunAsync),
            ("the wanted number of DB servers", _shrink.RunAsync),
            ("the wanted number of copies", _replication.RunAsync),
            ("the removal of lost collections", _lost.RunAsync),
            ("the removal of unfinished indexes", _indexes.RunAsync),
            ("the removal of broken creations", _broken.RunAsync),
            ("the return of leaderships", _returns.RunAsync),
            ("collection groups", _groups.RunAsync),
            ("replicated logs", _logs.RunAsync),
            ("jobs", _jobs.RunAsync),
            ("finished jobs", _archive.RunAsync),
        ];
        var watch = new ChangeWatch(_configuration);
        leadership.StoreChanged = () =>
        {
            if (watch.Matters(_store.Committed, _store.Transient))
            {
                _wake.Set();
            }
        };
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            await _unsound.TryAsync("a supervision round", RoundAsync);
            var pause = (TimeSpan.FromSeconds(1) - _time.GetElapsedTime(began)) * _configuration.Settings.SupervisionFrequency.TotalSeconds;
            pause = _health.NextDue < pause ? _health.NextDue : pause;
            await Task.Delay(LeastPause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _wake.WaitAsync(pause - LeastPause, cancellationToken);
        }
    }

    private async Task RoundAsync()
    {
        // An agency that no server has initialised yet holds nothing to supervise.
        if (_store.Committed.NodeAt("Supervision").Count == 0 || !await _ids.FillAsync())
        {
            return;
        }

        await _upgrade.RunAsync();
        if (await _maintenance.RunAsync())
        {
            return;
        }

        // What one of them cannot read must not hold up the others.
        foreach (var (what, step) in _steps)
        {
            await _unsound.TryAsync(what, step);
        }
    }
}
