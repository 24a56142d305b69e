using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Tells whether a change of the stores is one that the next round would act upon. Trees are immutable, so comparing
/// references is enough.
/// </summary>
internal sealed class ChangeWatch(AgencyConfiguration configuration)
{
    private static readonly string[][] Places =
    [
        .. new[]
        {
            "Plan/DBServers", "Plan/Coordinators", "Target/MapUniqueToShortID", "Current/ServersRegistered", "Target/ToDo", "Target/Pending",
            "Supervision/Maintenance", "Target/MaintenanceDBServers", "Supervision/DBServers", "Supervision/Shards", "Plan/Collections",
            "Current/Collections", "Plan/Databases", "Plan/Analyzers", "Current/ServersKnown", "Target/NumberOfDBServers",
            "Target/ReturnLeadership", "Target/CollectionGroups", "Plan/CollectionGroups", "Current/CollectionGroups",
            "Target/Collections", "Target/ReplicatedLogs", "Plan/ReplicatedLogs", "Current/ReplicatedLogs",
        }.Select(StorePath.Split),
    ];

    private readonly Value?[] _last = new Value?[Places.Length];
    private ObjectValue? _states;
    private (TimeSpan Ok, TimeSpan Grace) _thresholds = (configuration.OkThreshold, configuration.GracePeriod);

    public bool Matters(ObjectValue committed, ObjectValue transient)
    {
        var matters = false;
        for (var i = 0; i < Places.Length; i++)
        {
            var now = committed.At(Places[i]);
            matters |= !ReferenceEquals(now, _last[i]);
            _last[i] = now;
        }

        var thresholds = (configuration.OkThreshold, configuration.GracePeriod);
        matters |= thresholds != _thresholds;
        _thresholds = thresholds;
        var states = transient.NodeAt("Sync/ServerStates");
        matters |= BringsNews(states, transient.NodeAt("Supervision/Health"));
        _states = states;
        return matters;
    }

    /// <summary>An ordinary heartbeat of a good server changes nothing that could not wait for the next round.</summary>
    private bool BringsNews(ObjectValue states, ObjectValue health)
    {
        if (ReferenceEquals(states, _states))
        {
            return false;
        }

        foreach (var (id, beat) in states.Members)
        {
            if (!ReferenceEquals(beat, _states?[id])
                && (health.TextAt(id + "/Status") != HealthRecord.Good
                    || health.TextAt(id + "/SyncStatus") != (beat as ObjectValue)?.TextAt("status")))
            {
                return true;
            }
        }

        return false;
    }
}
