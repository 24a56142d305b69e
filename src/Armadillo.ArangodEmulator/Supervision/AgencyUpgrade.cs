using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Once in each reign: brings what older versions wrote into the form of today.</summary>
internal sealed class AgencyUpgrade(SupervisionStore store)
{
    private static readonly TimeSpan _lock = TimeSpan.FromHours(1);
    private bool _done;

    public async Task RunAsync()
    {
        if (_done)
        {
            return;
        }

        _done = true;
        var committed = store.Committed;
        var until = Iso.Text(store.Time.GetUtcNow(), _lock);
        if (committed.At("Target/FailedServers") is ArrayValue failed)
        {
            var servers = new JsonObject(failed.Texts.Distinct().Select(s => KeyValuePair.Create(s, (JsonNode?)new JsonArray())));
            await store.WriteAsync(new Change().Set("Target/FailedServers", servers).WhenUnchanged("Target/FailedServers", failed));
        }

        if (!committed.Has("Agency/Definition"))
        {
            await store.WriteAsync(new Change()
                .Set("Agency/Definition", 1)
                .Set("Target/ToDo", new JsonObject())
                .Set("Target/Pending", new JsonObject())
                .WhenAbsent("Agency/Definition"));
        }

        if (committed.TextAt(MaintenanceMode.Key) == "on")
        {
            await store.WriteAsync(new Change().Set(MaintenanceMode.Key, until).When(MaintenanceMode.Key, "on"));
        }

        if (committed.NumberAt(HotBackupLock.Key) == 0)
        {
            await store.WriteAsync(new Change().Set(HotBackupLock.Key, until).When(HotBackupLock.Key, 0));
        }
    }
}
