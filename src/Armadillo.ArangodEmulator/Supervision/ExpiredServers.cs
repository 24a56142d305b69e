using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Removes servers that have been gone for very long; a DB server only when it holds no shard.</summary>
internal sealed class ExpiredServers(SupervisionStore store, AgencyConfiguration configuration, IServerLog log)
{
    private static readonly TimeSpan NeededLeadership = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private long? _last;

    public async Task RunAsync()
    {
        if (store.LeaderFor < NeededLeadership || (_last is { } last && store.Time.GetElapsedTime(last) < Interval))
        {
            return;
        }

        _last = store.Time.GetTimestamp();
        var committed = store.Committed;
        foreach (var (id, entry) in committed.NodeAt("Supervision/Health").Members)
        {
            if (HealthRecord.From(entry) is { Status: HealthRecord.Failed } health && Expired(health) && !HoldsShards(committed, id))
            {
                log.Log(LogLevel.Info, "66521", "supervision", $"server {id} has expired and is removed");
                await store.WriteAsync(Removal(committed, id));
            }
        }
    }

    private static bool HoldsShards(ObjectValue committed, string id)
    {
        var name = new StringValue(id);
        return (from database in committed.NodeAt("Plan/Collections").Members.Values.OfType<ObjectValue>()
                from collection in database.Members.Values.OfType<ObjectValue>()
                from shard in collection.NodeAt("shards").Members.Values.OfType<ArrayValue>()
                select shard).Any(shard => shard.Holds(name))
            || (from database in committed.NodeAt("Current/Collections").Members.Values.OfType<ObjectValue>()
                from collection in database.Members.Values.OfType<ObjectValue>()
                from shard in collection.Members.Values.OfType<ObjectValue>()
                select shard["servers"] as ArrayValue).Any(servers => servers?.Holds(name) ?? false);
    }

    private static Change Removal(ObjectValue committed, string id)
    {
        var change = new Change().When($"Supervision/Health/{id}/Status", HealthRecord.Failed);
        foreach (var place in new[]
        {
            "Plan/DBServers", "Plan/Coordinators", "Current/DBServers", "Current/Coordinators", "Current/ServersRegistered",
            "Current/ServersKnown", "Supervision/Health", "Target/MapUniqueToShortID", "Target/FailedServers",
        })
        {
            change.Delete($"{place}/{id}");
        }

        foreach (var database in committed.NodeAt("Current/Databases").Members.Keys)
        {
            change.Delete($"Current/Databases/{database}/{id}");
        }

        return change.Increment("Plan/Version").Increment("Current/Version");
    }

    private bool Expired(HealthRecord health) =>
        Iso.Time(health.LastAckedTime) is { } last && store.Time.GetUtcNow() - last > configuration.Settings.SupervisionExpiredServersGracePeriod;
}
