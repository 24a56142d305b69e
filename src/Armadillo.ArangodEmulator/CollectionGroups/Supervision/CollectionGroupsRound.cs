using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.CollectionGroups.Supervision;

/// <summary>Looks after every collection group that Target wants, one step a round.</summary>
internal sealed class CollectionGroupsRound(SupervisionStore store, JobIds ids)
{
    public async Task RunAsync()
    {
        var wanted =
            from database in store.Committed.NodeAt("Target/CollectionGroups").Members
            from entry in (database.Value as ObjectValue ?? ObjectValue.Empty).Members
            where entry.Value is ObjectValue
            select (Database: database.Key, Id: entry.Key);
        foreach (var (database, id) in wanted)
        {
            var committed = store.Committed;
            if (CollectionGroup.In(committed, "Target", database, id) is { } target
                && new GroupChecks(committed, database, id, target, ids).Next() is { } change)
            {
                await store.WriteAsync(change);
            }
        }
    }
}
