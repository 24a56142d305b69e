using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Takes back what a coordinator had begun to create and cannot finish, because it is gone or another process than the one that began.
/// </summary>
internal sealed class BrokenCreations(SupervisionStore store, IServerLog log)
{
    private const string Building = "isBuilding";
    private const string Coordinator = "coordinator";
    private const string RebootId = "coordinatorRebootId";

    public async Task RunAsync()
    {
        foreach (var (name, entry) in Children(store.Committed.NodeAt("Plan/Databases")))
        {
            if (entry.FlagAt(Building) && Orphan(entry) is { } change)
            {
                log.Log(LogLevel.Info, "fe522", "supervision", $"removing skeleton database with name {name}");
                await store.WriteAsync(WhenSame(change, $"Plan/Databases/{name}", entry, Building)
                    .Delete($"Plan/Databases/{name}").Delete($"Plan/Collections/{name}").Delete($"Plan/Analyzers/{name}"));
            }
        }

        foreach (var (database, collections) in Children(store.Committed.NodeAt("Plan/Collections")))
        {
            foreach (var (id, entry) in Children(collections))
            {
                // System collections are begun by the bootstrap, which is repeated by the next coordinator.
                if (entry.FlagAt(Building) && entry.TextAt("name") is { Length: > 0 } name && name[0] != '_' && Orphan(entry) is { } change)
                {
                    log.Log(LogLevel.Info, "fe523", "supervision", $"removing broken collection with name {name}");
                    var path = $"Plan/Collections/{database}/{id}";
                    await store.WriteAsync(WhenSame(change, path, entry, Building).Delete(path));
                }
            }
        }

        foreach (var (database, entry) in Children(store.Committed.NodeAt("Plan/Analyzers")))
        {
            if (entry.NumberAt("revision") is { } revision && entry.NumberAt("buildingRevision") is { } building && revision != building
                && Orphan(entry) is { } change)
            {
                log.Log(LogLevel.Info, "ae5a3", "supervision", $"fixing broken analyzers revision with database name {database}");
                var path = $"Plan/Analyzers/{database}";
                await store.WriteAsync(WhenSame(change, path, entry, "revision", "buildingRevision")
                    .Set($"{path}/buildingRevision", revision).Delete($"{path}/{Coordinator}").Delete($"{path}/{RebootId}"));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, ObjectValue>> Children(ObjectValue node) => node.Members
        .Where(m => m.Value is ObjectValue)
        .Select(m => KeyValuePair.Create(m.Key, (ObjectValue)m.Value));

    private static Change WhenSame(Change change, string path, ObjectValue entry, params ReadOnlySpan<string> more)
    {
        foreach (var key in (ReadOnlySpan<string>)[Coordinator, RebootId, .. more])
        {
            change.WhenUnchanged($"{path}/{key}", entry.At(key));
        }

        return change;
    }

    /// <summary>The beginning of the clean-up; null while the creator lives, or when nobody knows who it is.</summary>
    private Change? Orphan(ObjectValue entry)
    {
        if (entry.TextAt(Coordinator) is not { } coordinator || entry.NumberAt(RebootId) is not { } rebootId)
        {
            return null;
        }

        var committed = store.Committed;
        var health = $"Supervision/Health/{coordinator}/Status";
        var alive = committed.TextAt(health) is HealthRecord.Good or HealthRecord.Bad
            && committed.NumberAt($"Current/ServersKnown/{coordinator}/rebootId") == rebootId;
        return alive ? null : new Change().Increment("Plan/Version").WhenUnchanged(health, committed.At(health));
    }
}
