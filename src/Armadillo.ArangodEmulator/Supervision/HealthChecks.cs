using Armadillo.ArangodEmulator.Agency;
using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;
using Armadillo.ArangodEmulator.Supervision.Jobs;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Decides for each planned server whether it is GOOD, BAD or FAILED, and does what follows from a change.</summary>
internal sealed class HealthChecks(SupervisionStore store, AgencyConfiguration configuration, JobIds ids, AgencyFigures figures, IServerLog log)
{
    private static readonly string[] Lists = ["DBServers", "Coordinators"];
    private static readonly TimeSpan Postponement = TimeSpan.FromSeconds(55);
    private readonly Heartbeats _heartbeats = new(store.Time);
    private readonly Dictionary<string, long> _badSince = [];
    private long? _postponedAt;

    /// <summary>Time until the next server may change its status by silence alone.</summary>
    public TimeSpan NextDue { get; private set; } = TimeSpan.MaxValue;

    public async Task RunAsync()
    {
        NextDue = TimeSpan.MaxValue;
        var (committed, transient) = (store.Committed, store.Transient);
        var states = transient.NodeAt("Sync/ServerStates");
        var planned = Planned(committed).ToList();
        foreach (var (_, id) in planned)
        {
            _heartbeats.Observe(id, states.TextAt(id + "/time"));
        }

        if (store.LeaderFor <= Postponement && !planned.TrueForAll(p => states.Has(p.Id)))
        {
            LogPostponement();
            return;
        }

        var changes = new List<Change>();
        var volatileChange = new Change();
        foreach (var (list, id) in planned)
        {
            Check(committed, transient, list, id, changes, volatileChange);
        }

        foreach (var id in committed.NodeAt("Supervision/Health").Members.Keys.Where(id => !planned.Exists(p => p.Id == id)))
        {
            _heartbeats.Forget(id);
            _badSince.Remove(id);
            changes.Add(new Change().Delete($"Supervision/Health/{id}").WhenAbsent($"Plan/DBServers/{id}").WhenAbsent($"Plan/Coordinators/{id}"));
            volatileChange.Delete($"Supervision/Health/{id}");
        }

        store.WriteTransient(volatileChange);
        await store.WriteAsync(changes);
    }

    private static IEnumerable<(string List, string Id)> Planned(ObjectValue committed) =>
        from list in Lists
        from id in committed.NodeAt("Plan/" + list).Members.Keys
        select (list, id);

    private void Check(
        ObjectValue committed, ObjectValue transient, string list, string id, List<Change> changes, Change volatileChange)
    {
        if (committed.TextAt($"Target/MapUniqueToShortID/{id}/ShortName") is not { } shortName)
        {
            log.Log(LogLevel.Info, "a55cd", "supervision", $"short name of {id} is not there yet, skipping its health check");
            return;
        }

        var persisted = HealthRecord.From(committed.At($"Supervision/Health/{id}"));
        if (Describe(committed, id, persisted) is not { } described)
        {
            return;
        }

        var beat = transient.NodeAt($"Sync/ServerStates/{id}");
        var seen = _heartbeats.Observe(id, beat.TextAt("time"));
        var record = described with
        {
            ShortName = shortName,
            SyncStatus = seen.Beat is null ? "UNKNOWN" : beat.TextAt("status") ?? "UNKNOWN",
            SyncTime = seen.Beat ?? Iso.Epoch,
            LastAckedTime = Iso.Text(seen.Noticed),
        };

        // A fresh leader has seen nothing yet that would justify another verdict than its predecessor's.
        var fresh = persisted is not null && !transient.Has($"Supervision/Health/{id}");
        record = record with { Status = fresh ? persisted!.Status : Judge(id, seen, persisted) };
        volatileChange.Set($"Supervision/Health/{id}", record.ToJson(store.Now));
        if (fresh)
        {
            // What the verdict would be is looked at once more, and soon.
            NextDue = TimeSpan.Zero;
        }

        if (record.DiffersFrom(persisted) || (record.Status == HealthRecord.Good && committed.Has($"Target/FailedServers/{id}")))
        {
            changes.Add(Consequences(committed, list, id, persisted, record));
        }
    }

    /// <summary>What the server said about itself when it registered; after a clean shutdown only the last record knows.</summary>
    private static HealthRecord? Describe(ObjectValue committed, string id, HealthRecord? persisted)
    {
        if (committed.At($"Current/ServersRegistered/{id}") is not ObjectValue registered)
        {
            return persisted;
        }

        return new HealthRecord
        {
            Endpoint = registered.TextAt("endpoint") ?? "",
            AdvertisedEndpoint = registered.TextAt("advertisedEndpoint") ?? "",
            Host = registered.TextAt("host") ?? "",
            Version = registered.TextAt("versionString") ?? "",
            Engine = registered.TextAt("engine") ?? "",
        };
    }

    private string Judge(string id, Heartbeats.Seen seen, HealthRecord? persisted)
    {
        var elapsed = store.Time.GetElapsedTime(seen.Stamp);
        var (ok, grace) = (configuration.OkThreshold, configuration.GracePeriod);
        var next = elapsed <= ok ? ok - elapsed : elapsed <= grace ? grace - elapsed : TimeSpan.MaxValue;
        NextDue = next < NextDue ? next : NextDue;
        if (elapsed <= ok && seen.Beat is not null)
        {
            _badSince.Remove(id);
            return HealthRecord.Good;
        }

        if (persisted?.Status == HealthRecord.Failed && elapsed > grace)
        {
            return HealthRecord.Failed;
        }

        if (!_badSince.TryGetValue(id, out var since))
        {
            since = _badSince[id] = store.Time.GetTimestamp();
        }

        // Nobody fails straight from GOOD: one whole round of BAD comes first, also when rounds come early. Else a leader that
        // had stood still itself would take all servers for dead before their next heartbeat can arrive.
        var left = configuration.Settings.SupervisionFrequency - store.Time.GetElapsedTime(since);
        if (elapsed > grace && left <= TimeSpan.Zero && persisted?.Status == HealthRecord.Bad)
        {
            return HealthRecord.Failed;
        }

        NextDue = left > TimeSpan.Zero && left < NextDue && elapsed > grace ? left : NextDue;
        return HealthRecord.Bad;
    }

    private Change Consequences(ObjectValue committed, string list, string id, HealthRecord? persisted, HealthRecord record)
    {
        var change = new Change()
            .Set($"Supervision/Health/{id}", record.ToJson(store.Now))
            .WhenPresent($"Plan/{list}/{id}");
        if (persisted?.Status == record.Status && record.Status != HealthRecord.Good)
        {
            return change;
        }

        if (persisted?.Status != record.Status)
        {
            log.Log(LogLevel.Debug, "bbbde", "supervision", $"status of server {id} has changed from {persisted?.Status} to {record.Status}");
        }

        if (record.Status == HealthRecord.Good)
        {
            return committed.Has($"Target/FailedServers/{id}") ? change.Delete($"Target/FailedServers/{id}") : change;
        }

        if (record.Status == HealthRecord.Bad)
        {
            return change;
        }

        return list == "DBServers" ? FailDbServer(committed, id, change) : FailCoordinator(committed, id, change);
    }

    private Change FailDbServer(ObjectValue committed, string id, Change change)
    {
        var spared = DbServerMaintenance.Covers(committed, id) || committed.Has($"Target/FailedServers/{id}");
        if (spared || ids.Next() is not { } jobId)
        {
            return change;
        }

        var notBefore = configuration.DelayFailedFollower is { Ticks: > 0 } delay ? Iso.Text(store.Time.GetUtcNow(), delay) : null;
        figures.ServerFailed();
        FailedServerJob.Create(change, jobId, id, store.Now, notBefore, configuration.Settings.FailedLeaderAddsFollower);
        return change.When($"Supervision/Health/{id}/Status", HealthRecord.Bad);
    }

    private static Change FailCoordinator(ObjectValue committed, string id, Change change)
    {
        if (committed.TextAt("Current/Foxxmaster") == id)
        {
            change.Set("Current/Foxxmaster", "");
        }

        return change.Increment($"Current/ServersKnown/{id}/rebootId").Increment("Current/Version").Increment("Plan/Version");
    }

    private void LogPostponement()
    {
        if (_postponedAt is not { } at || store.Time.GetElapsedTime(at) >= configuration.Settings.SupervisionFrequency)
        {
            _postponedAt = store.Time.GetTimestamp();
            log.Log(LogLevel.Info, "7928f", "supervision", "postponing supervision checks until all planned servers have sent heartbeats");
        }
    }
}
