using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>What follows when a DB server has failed: it is locked, its sessions are void, and its shards are looked after.</summary>
internal sealed class FailedServerJob(SupervisionStore store, string id, ObjectValue content) : Job(store, id, content)
{
    public const string Type = "failedServer";

    private string Server => Content.TextAt("server") ?? "";

    private string Lock => $"Supervision/DBServers/{Server}";

    /// <summary>Adds the creation of the job to the change that marks the server as failed.</summary>
    public static void Create(Change change, string id, string server, string now)
    {
        var job = Description(Type, id, "supervision", now);
        job["server"] = server;
        change
            .Set($"Target/ToDo/{id}", job)
            .Set($"Target/FailedServers/{server}", new JsonArray())
            .WhenAbsent($"Target/FailedServers/{server}");
    }

    public override async Task StartAsync(ObjectValue committed)
    {
        if (Aborted)
        {
            await Store.WriteAsync(Finish("ToDo", "job aborted"));
            return;
        }

        if (committed.TextAt($"Supervision/Health/{Server}/Status") != HealthRecord.Failed)
        {
            await Store.WriteAsync(Finish("ToDo", $"server {Server} is not FAILED any more"));
            return;
        }

        if (MayNotStartYet || committed.Has(Lock))
        {
            return;
        }

        await Store.WriteAsync(Begin()
            .Set(Lock, Id)
            .Increment($"Current/ServersKnown/{Server}/rebootId")
            .Increment("Current/Version")
            .WhenAbsent(Lock)
            .When($"Supervision/Health/{Server}/Status", HealthRecord.Failed));
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        if (HasOpenChildren(committed) && !Aborted)
        {
            return;
        }

        var end = Finish("Pending", Aborted ? "job aborted" : null);
        await Store.WriteAsync(committed.TextAt(Lock) == Id ? end.Delete(Lock) : end);
    }
}
