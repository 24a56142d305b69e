using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>The cluster-wide maintenance, and the report of the mode in Supervision/State.</summary>
internal sealed class MaintenanceMode(SupervisionStore store)
{
    public const string Key = "Supervision/Maintenance";

    /// <returns>Whether the supervision is off now.</returns>
    public async Task<bool> RunAsync()
    {
        var committed = store.Committed;

        // A time that is over stays where it is. What is no time is from older versions, and means on.
        var active = committed.At(Key) is { } value
            && (value is not StringValue { Content: var text } || Iso.Time(text) is not { } end || end >= store.Time.GetUtcNow());
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
