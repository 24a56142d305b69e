using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Maintenance of single DB servers: what Target wants is shown in Current, and what has run out disappears.</summary>
internal sealed class DbServerMaintenance(SupervisionStore store)
{
    private const string Wanted = "Target/MaintenanceDBServers";
    private const string Shown = "Current/MaintenanceDBServers";

    /// <summary>Whether the server is in maintenance, so that it is not treated as failed.</summary>
    public static bool Covers(ObjectValue committed, string id, DateTimeOffset now) =>
        committed.TextAt($"{Shown}/{id}/Mode") == "maintenance" && Iso.Time(committed.TextAt($"{Shown}/{id}/Until")) is { } until && until > now;

    public async Task RunAsync()
    {
        var committed = store.Committed;
        var (wanted, shown) = (committed.NodeAt(Wanted), committed.NodeAt(Shown));
        var now = store.Time.GetUtcNow();
        var change = new Change();
        foreach (var (id, entry) in wanted.Members)
        {
            if (entry is ObjectValue o && Iso.Time(o.TextAt("Until")) is { } until && until <= now)
            {
                change.Delete($"{Wanted}/{id}");
                if (shown[id] is not null)
                {
                    change.Delete($"{Shown}/{id}");
                }
            }
            else if (shown[id] is not { } there || !there.Same(entry))
            {
                change.Set($"{Shown}/{id}", entry.ToJson());
            }
        }

        foreach (var id in shown.Members.Keys.Where(id => wanted[id] is null))
        {
            change.Delete($"{Shown}/{id}");
        }

        if (!change.Empty)
        {
            await store.WriteAsync(change.Increment("Current/Version"));
        }
    }
}
