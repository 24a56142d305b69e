using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>What is being created says so, and which process of which coordinator does it.</summary>
internal sealed class CreationMarks(SupervisionStore store)
{
    public const string Building = "isBuilding";
    public const string Coordinator = "coordinator";
    public const string RebootId = "coordinatorRebootId";

    public static readonly List<string> All = [Building, Coordinator, RebootId];

    public static IEnumerable<KeyValuePair<string, ObjectValue>> Children(ObjectValue node) => node.Members
        .Where(m => m.Value is ObjectValue)
        .Select(m => KeyValuePair.Create(m.Key, (ObjectValue)m.Value));

    public IEnumerable<(string Database, string Id, ObjectValue Content)> Collections() =>
        from database in Children(store.Committed.NodeAt("Plan/Collections"))
        from collection in Children(database.Value)
        select (database.Key, collection.Key, collection.Value);

    /// <summary>The beginning of the clean-up; null while the creator lives, or when nobody knows who it is.</summary>
    public Change? Orphan(ObjectValue entry)
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
