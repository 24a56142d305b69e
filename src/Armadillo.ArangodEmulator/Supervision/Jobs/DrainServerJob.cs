using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>
/// cleanOutServer and resignLeadership of a server without shards: nothing has to move, so they differ in what is noted of the server.
/// </summary>
internal sealed class DrainServerJob(SupervisionStore store, string id, ObjectValue content) : Job(store, id, content)
{
    public const string CleanOut = "cleanOutServer";
    public const string Resign = "resignLeadership";

    private string Server => Content.TextAt("server") ?? "";

    private bool CleansOut => Content.TextAt("type") == CleanOut;

    private string Lock => $"Supervision/DBServers/{Server}";

    public override async Task StartAsync(ObjectValue committed)
    {
        if (Aborted)
        {
            await Store.WriteAsync(Finish("ToDo", "job aborted"));
            return;
        }

        if (!committed.Has($"Plan/DBServers/{Server}"))
        {
            await Store.WriteAsync(Finish("ToDo", $"server {Server} is not in Plan/DBServers"));
            return;
        }

        if (committed.Has(Lock))
        {
            return;
        }

        var begin = Begin().Set(Lock, Id).WhenAbsent(Lock);
        await Store.WriteAsync(CleansOut ? begin.Set("Target/ToBeCleanedServers", Operation("push", "new")) : begin);
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        var end = Finish("Pending", Aborted ? "job aborted" : null);
        if (committed.TextAt(Lock) == Id)
        {
            end.Delete(Lock);
        }

        if (CleansOut)
        {
            end.Set("Target/ToBeCleanedServers", Operation("erase", "val"));
            if (!Aborted)
            {
                end.Set("Target/CleanedServers", Operation("push", "new"));
            }
        }

        await Store.WriteAsync(end);
    }

    private JsonObject Operation(string name, string key) => new() { ["op"] = name, [key] = Server };
}
