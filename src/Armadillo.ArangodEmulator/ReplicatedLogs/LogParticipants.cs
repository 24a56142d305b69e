using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.CollectionGroups;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.ReplicatedLogs;

/// <summary>The logs that this DB server takes part in: follows the plan, and reports what has become of it.</summary>
internal sealed class LogParticipants(ServerContext server, ClusterMember cluster)
{
    private const string Folder = "replicated-logs";
    private const string Topic = "maintenance";

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Database, string Id), ReplicatedLog> _logs = [];
    private readonly Dictionary<(string Database, string Id), DocumentState> _states = [];
    private readonly AsyncSignal _news = new(server.Time);
    private readonly UnsoundEntries _unsound = new(server.Log, Topic);
    private bool _pruned;

    /// <exception cref="DataError">404 and 1418 when this server does not take part in the log.</exception>
    public ReplicatedLog Get(string database, string id)
    {
        lock (_lock)
        {
            return _logs.GetValueOrDefault((database, id)) ?? throw NotFound(id);
        }
    }

    public IReadOnlyList<(string Id, ReplicatedLog Log)> In(string database)
    {
        lock (_lock)
        {
            return [.. _logs.Where(l => l.Key.Database == database).Select(l => (l.Key.Id, l.Value))];
        }
    }

    public static DataError NotFound(string id) => new(404, 1418, $"replicated log {id} not found");

    public void Start(CancellationToken cancellationToken) => _ = Task.Run(() => LoopAsync(cancellationToken), cancellationToken);

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        AgencyCache.View? seen = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var view = cluster.Cache.Now;
            if (!ReferenceEquals(view, seen))
            {
                _ = view.Replaced.Task.ContinueWith(_ => _news.Set(), TaskScheduler.Default);
                seen = view;
            }

            var wait = _longest;
            try
            {
                if (view.Tree.Has("Plan"))
                {
                    Align(view.Tree.NodeAt("Plan/ReplicatedLogs"));
                    wait = await ReportAsync(view.Tree, cancellationToken) ? Establishing ? _look : _longest : _retry;
                }
            }
            catch (Exception e) when (e is AgencyUnreachableException or AgencyUnauthorizedException)
            {
                server.Log.Warning(LogIds.Unknown, Topic, $"could not report to the agency: {e.Message}");
                wait = _retry;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _unsound.Tell("Plan/ReplicatedLogs", e);
                wait = _retry;
            }

            await _news.WaitAsync(wait, cancellationToken);
        }
    }

    private bool Establishing
    {
        get
        {
            lock (_lock)
            {
                return _logs.Values.Any(l => l.Leadership is { Established: false });
            }
        }
    }

    private void Align(ObjectValue planned)
    {
        lock (_lock)
        {
            var wanted = Mine(planned).ToDictionary(p => (p.Database, p.Id), p => p.Plan);
            foreach (var gone in _logs.Keys.Where(k => !wanted.ContainsKey(k)).ToList())
            {
                if (_states.Remove(gone, out var state))
                {
                    state.Drop();
                }

                _logs[gone].Drop();
                _logs.Remove(gone);
            }

            if (!_pruned)
            {
                DeleteOthers([.. wanted.Keys.Select(k => PathOf(k.Database, k.Id))]);
                _pruned = true;
            }

            foreach (var ((database, id), plan) in wanted)
            {
                _unsound.Try(LogPlan.Path(database, id), () => Configure(database, id, plan));
            }

            foreach (var state in _states.Values)
            {
                state.Wake();
            }
        }
    }

    private void Configure(string database, string id, LogPlan plan)
    {
        if (!_logs.TryGetValue((database, id), out var log))
        {
            log = new ReplicatedLog(PathOf(database, id), server.State.Id, new LogPeers(server, cluster, database, id), _news.Set);
            _logs[(database, id)] = log;
            if (DocumentsOf(plan, log, database, id) is { } documents)
            {
                _states[(database, id)] = documents;
            }
        }

        log.Configure(plan, server.State.RebootId);
    }

    /// <summary>Logs that were dropped while this server was down: a new one with the same id must not go on from their entries.</summary>
    private void DeleteOthers(HashSet<string> wanted)
    {
        var root = Path.Combine(server.DataDirectory, Folder);
        if (Directory.Exists(root))
        {
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => !wanted.Contains(f)).ToList())
            {
                File.Delete(file);
            }
        }
    }

    private string PathOf(string database, string id) => Path.Combine(server.DataDirectory, Folder, Uri.EscapeDataString(database), id);

    /// <summary>What the log carries, when it is the log of a collection group.</summary>
    private DocumentState? DocumentsOf(LogPlan plan, ReplicatedLog log, string database, string id) =>
        (plan.Properties as ObjectValue)?.NodeAt("implementation") is { } implementation && implementation.TextAt("type") == DocumentState.Type
            && implementation.NodeAt("parameters") is var parameters && parameters.IdAt("groupId") is { } group
            ? new DocumentState(server, cluster, log, database, id, group, (int)(parameters.NumberAt("shardSheafIndex") ?? 0))
            : null;

    private IEnumerable<(string Database, string Id, LogPlan Plan)> Mine(ObjectValue planned) =>
        from database in planned.Members
        from log in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
        where log.Value is ObjectValue
        let plan = LogPlan.From((ObjectValue)log.Value)
        where plan.Config.Participants.ContainsKey(server.State.Id)
        select (database.Key, log.Key, plan);

    /// <summary>False when something has to be tried again.</summary>
    private async Task<bool> ReportAsync(ObjectValue tree, CancellationToken cancellationToken)
    {
        List<Change> changes;
        lock (_lock)
        {
            changes = [.. _logs.SelectMany(l => LogReports.Of(l.Value, server.State.Id, tree, l.Key.Database, l.Key.Id)), .. Farewells(tree)];
        }

        var done = true;
        foreach (var change in changes)
        {
            done &= await cluster.CommitAsync(change, cancellationToken) is not null;
        }

        return done;
    }

    /// <summary>What this server once reported about logs in which it does not take part any more.</summary>
    private IEnumerable<Change> Farewells(ObjectValue tree) =>
        from database in tree.NodeAt("Current/ReplicatedLogs").Members
        from log in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
        let place = $"{LogCurrent.Path(database.Key, log.Key)}/localStatus/{server.State.Id}"
        where !_logs.ContainsKey((database.Key, log.Key)) && tree.Has(place)
        select new Change()
            .Delete(place)
            .Increment("Current/Version")
            .WhenAbsent($"{LogPlan.Path(database.Key, log.Key)}/participantsConfig/participants/{server.State.Id}");
}
