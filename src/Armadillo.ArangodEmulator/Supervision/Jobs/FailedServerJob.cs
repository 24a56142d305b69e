using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>What follows when a DB server has failed: it is locked, its sessions are void, and its shards are looked after.</summary>
internal sealed class FailedServerJob(JobEntry entry) : Job(entry)
{
    public const string Type = "failedServer";

    private const string AddsFollower = "failedLeaderAddsFollower";

    private string Server => Content.TextAt("server") ?? "";

    private string Lock => $"Supervision/DBServers/{Server}";

    private string Health => $"Supervision/Health/{Server}/Status";

    /// <summary>Adds the creation of the job to the change that marks the server as failed.</summary>
    /// <param name="change">Receives the job.</param>
    /// <param name="id">Id of the job.</param>
    /// <param name="server">The failed server.</param>
    /// <param name="now">Time of creation.</param>
    /// <param name="notBefore">Handed on to the jobs that replace the server as follower; null for at once.</param>
    /// <param name="addsFollower">Whether a shard that loses its leader also gets a new follower at once.</param>
    public static void Create(Change change, string id, string server, string now, string? notBefore, bool addsFollower)
    {
        var job = Description(Type, id, "supervision", now);
        job["server"] = server;
        job[AddsFollower] = addsFollower;
        if (notBefore is not null)
        {
            job["notBefore"] = notBefore;
        }

        change
            .Set($"Target/ToDo/{id}", job)
            .Set($"Target/FailedServers/{server}", Change.Array([]))
            .WhenAbsent($"Target/FailedServers/{server}");
    }

    public override async Task StartAsync(ObjectValue committed)
    {
        if (committed.TextAt(Health) != HealthRecord.Failed)
        {
            await Store.WriteAsync(Fail($"server {Server} is not FAILED any more"));
            return;
        }

        if (committed.At(Lock) is { } holders)
        {
            await JobQueue.AbortHoldersAsync(Store, committed, holders, "failed server");
            return;
        }

        var begin = Begin()
            .WriteLock(Lock, Id)
            .Increment($"Current/ServersKnown/{Server}/rebootId")
            .Increment("Current/Version")
            .When(Health, HealthRecord.Failed);
        AddChildren(committed, begin);
        await Store.WriteAsync(begin);
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        var children = OpenChildren(committed).ToList();
        if (committed.TextAt(Health) == HealthRecord.Good && children.Exists(c => c.Place == ToDo))
        {
            // It is back: what has not begun need not begin.
            var change = new Change();
            foreach (var child in children.Where(c => c.Place == ToDo))
            {
                change.Delete($"Target/ToDo/{child.Id}").WhenPresent($"Target/ToDo/{child.Id}");
            }

            await Store.WriteAsync(change);
        }
        else if (children.Count == 0)
        {
            await EndAsync(committed, Succeed());
        }
    }

    /// <summary>A server does not stop being failed because somebody says so.</summary>
    public override Task<bool> AbortAsync(ObjectValue committed, string reason) => Task.FromResult(false);

    protected override Change Release(Change change, ObjectValue committed) =>
        committed.TextAt(Lock) == Id ? change.Delete(Lock) : change;

    private void AddChildren(ObjectValue committed, Change change)
    {
        var number = 0;
        foreach (var place in ShardGroup.Prototypes(committed))
        {
            var collection = committed.NodeAt(place.CollectionPath);
            var position = (committed.TextsAt(place.PlanPath) ?? []).Select(s => s.TrimStart('_')).ToList().IndexOf(Server);
            var satellite = collection.TextAt("replicationFactor") is not null;
            if (position < 0 || collection.NumberAt("replicationFactor") == 1 || (position > 0 && satellite))
            {
                continue;
            }

            var id = $"{Id}-{number++}";
            var child = Child(position == 0 ? FailedLeaderJob.Type : FailedFollowerJob.Type, id);
            (child["database"], child["collection"], child["shard"]) = (place.Database, place.Collection, place.Shard);
            child["fromServer"] = Server;
            if (position == 0)
            {
                child["addsFollower"] = Content[AddsFollower] is null || Content.FlagAt(AddsFollower);
            }
            else if (Content.TextAt("notBefore") is { } notBefore)
            {
                child["notBefore"] = notBefore;
            }

            change.Set($"Target/ToDo/{id}", child);
        }
    }
}
