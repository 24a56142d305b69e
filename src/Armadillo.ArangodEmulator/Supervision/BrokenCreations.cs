using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Takes back what a coordinator had begun to create and cannot finish, because it is gone or another process than the one that began.
/// </summary>
internal sealed class BrokenCreations(SupervisionStore store, CreationMarks marks, IServerLog log)
{
    public async Task RunAsync()
    {
        foreach (var (name, entry) in CreationMarks.Children(store.Committed.NodeAt("Plan/Databases")))
        {
            if (entry.FlagAt(CreationMarks.Building) && marks.Orphan(entry) is { } change)
            {
                log.Log(LogLevel.Info, "fe522", "supervision", $"removing skeleton database with name {name}");
                await store.WriteAsync(WhenSame(change, $"Plan/Databases/{name}", entry, CreationMarks.Building)
                    .Delete($"Plan/Databases/{name}").Delete($"Plan/Collections/{name}").Delete($"Plan/Analyzers/{name}").Delete($"Plan/CollectionGroups/{name}")
                    .Delete($"Target/Collections/{name}").Delete($"Target/CollectionNames/{name}").Delete($"Target/CollectionGroups/{name}")
                    .Delete($"Target/ReplicatedLogs/{name}"));
            }
        }

        foreach (var (database, id, entry) in marks.Collections())
        {
            // System collections are begun by the bootstrap, which is repeated by the next coordinator.
            if (entry.FlagAt(CreationMarks.Building) && entry.TextAt("name") is { Length: > 0 } name && name[0] != '_' && marks.Orphan(entry) is { } change)
            {
                log.Log(LogLevel.Info, "fe523", "supervision", $"removing broken collection with name {name}");
                var path = $"Plan/Collections/{database}/{id}";
                await store.WriteAsync(WhenSame(change, path, entry, CreationMarks.Building).Delete(path));
            }
        }

        foreach (var (database, entry) in CreationMarks.Children(store.Committed.NodeAt("Plan/Analyzers")))
        {
            if (entry.NumberAt("revision") is { } revision && entry.NumberAt("buildingRevision") is { } building && revision != building
                && marks.Orphan(entry) is { } change)
            {
                log.Log(LogLevel.Info, "ae5a3", "supervision", $"fixing broken analyzers revision with database name {database}");
                var path = $"Plan/Analyzers/{database}";
                await store.WriteAsync(WhenSame(change, path, entry, "revision", "buildingRevision")
                    .Set($"{path}/buildingRevision", revision).Delete($"{path}/{CreationMarks.Coordinator}").Delete($"{path}/{CreationMarks.RebootId}"));
            }
        }
    }

    private static Change WhenSame(Change change, string path, ObjectValue entry, params ReadOnlySpan<string> more)
    {
        foreach (var key in (ReadOnlySpan<string>)[CreationMarks.Coordinator, CreationMarks.RebootId, .. more])
        {
            change.WhenUnchanged($"{path}/{key}", entry.At(key));
        }

        return change;
    }
}
