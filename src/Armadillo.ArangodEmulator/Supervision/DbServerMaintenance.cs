using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Maintenance of single DB servers: what Target wants is shown in Current as long as its time lasts.</summary>
internal sealed class DbServerMaintenance(SupervisionStore store)
{
    private const string Wanted = "Target/MaintenanceDBServers";
    private const string Shown = "Current/MaintenanceDBServers";

    /// <summary>Whoever is shown is spared; what has run out is shown no longer than until the next round.</summary>
    public static bool Covers(ObjectValue committed, string id) => committed.Has($"{Shown}/{id}");

    public async Task RunAsync()
    {
        var committed = store.Committed;
        var (wanted, shown) = (committed.NodeAt(Wanted), committed.NodeAt(Shown));
        var now = store.Time.GetUtcNow();
        var change = new Change();
        foreach (var (id, entry) in wanted.Members)
        {
            if (IsWanted(entry, now) && (shown[id] is not { } there || !there.Same(entry)))
            {
                change.Set($"{Shown}/{id}", entry.ToJson());
            }
        }

        foreach (var id in shown.Members.Keys.Where(id => !IsWanted(wanted[id], now)))
        {
            change.Delete($"{Shown}/{id}");
        }

        if (!change.Empty)
        {
            await store.WriteAsync(change.Increment("Current/Version"));
        }
    }

    private static bool IsWanted(Value? entry, DateTimeOffset now) =>
        entry is ObjectValue wish && wish.TextAt("Mode") == "maintenance" && Iso.Time(wish.TextAt("Until")) is { } until && until >= now;
}
