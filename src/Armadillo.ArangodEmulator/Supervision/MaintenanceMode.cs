using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>The cluster-wide maintenance, and the report of the mode in Supervision/State.</summary>
internal sealed class MaintenanceMode(SupervisionStore store)
{
    /// <returns>Whether the supervision is off now.</returns>
    public async Task<bool> RunAsync()
    {
        var committed = store.Committed;
        var until = committed.TextAt("Supervision/Maintenance");
        var active = Iso.Time(until) is { } end && end > store.Time.GetUtcNow();
        if (until is not null && !active)
        {
            await store.WriteAsync(new Change().Delete("Supervision/Maintenance").When("Supervision/Maintenance", until));
        }

        var mode = active ? "Maintenance" : "Normal";
        var report = new JsonObject { ["Mode"] = mode, ["Timestamp"] = store.Now };
        if (!active)
        {
            store.WriteTransient(new Change().Set("Supervision/State", report.DeepClone()));
        }

        if (committed.TextAt("Supervision/State/Mode") != mode)
        {
            await store.WriteAsync(new Change().Set("Supervision/State", report));
        }

        return active;
    }
}
