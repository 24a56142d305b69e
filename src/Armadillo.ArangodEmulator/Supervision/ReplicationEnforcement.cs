using Armadillo.ArangodEmulator.Agency.Configuration;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Jobs;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>Makes jobs where a shard has too few or too many followers, never more than so many at a time.</summary>
internal sealed class ReplicationEnforcement(SupervisionStore store, AgencyConfiguration configuration, JobIds ids)
{
    private const int MostOpenJobs = 50;

    /// <summary>A plan that is longer than wanted by so many failed servers gets no more.</summary>
    private const int MostSpares = 2;

    /// <summary>How many servers shall hold a shard of the collection; null when it does not say.</summary>
    public static long? WantedCopies(ObjectValue collection, DbServers servers) => collection.At("replicationFactor") switch
    {
        NumberValue { Integer: { } number } => number,
        StringValue { Content: "satellite" } => servers.Available.Count(servers.Alive),
        _ => null,
    };

    /// <summary>The leader and the followers that are not lost.</summary>
    public static int Copies(IReadOnlyList<string> planned, DbServers servers) => 1 + planned.Skip(1).Count(servers.Expected);

    public async Task RunAsync()
    {
        var committed = store.Committed;
        var open = JobEntry.Open(store, committed).Where(j => j.Place == Job.ToDo).ToList();
        var room = MostOpenJobs - open.Count(j => j.Type is AddFollowerJob.Type or RemoveFollowerJob.Type);
        var servers = new DbServers(committed);
        foreach (var place in ShardGroup.Prototypes(committed))
        {
            if (room <= 0)
            {
                return;
            }

            var (type, urgent) = Needed(committed, servers, place);
            if (type is not null && !open.Exists(j => j.Concerns(place)) && !committed.Has(place.Lock) && ids.Next() is { } id)
            {
                await CreateAsync(type, id, place, urgent);
                room--;
            }
        }
    }

    /// <summary>The kind of the job, and whether it may begin at once: fewer planned servers than wanted are what somebody asked for.</summary>
    private static (string? Type, bool Urgent) Needed(ObjectValue committed, DbServers servers, ShardPlace place)
    {
        var collection = committed.NodeAt(place.CollectionPath);
        if (collection.FlagAt("isBuilding") || WantedCopies(collection, servers) is not { } wanted
            || committed.TextsAt(place.PlanPath) is not { Length: > 0 } planned)
        {
            return (null, false);
        }

        if (Copies(planned, servers) < wanted && planned.Length < wanted + MostSpares)
        {
            return (AddFollowerJob.Type, planned.Length < wanted);
        }

        var inSync = ShardGroup.Of(committed, place).InSync.Count(servers.Alive);
        return (planned.Length > wanted && inSync >= wanted ? RemoveFollowerJob.Type : null, false);
    }

    private Task<bool> CreateAsync(string type, string id, ShardPlace place, bool urgent)
    {
        var job = Job.Description(type, id, "supervision", store.Now);
        (job["database"], job["collection"], job["shard"]) = (place.Database, place.Collection, place.Shard);
        if (type == AddFollowerJob.Type && !urgent)
        {
            job["notBefore"] = Iso.Text(store.Time.GetUtcNow(), configuration.DelayAddFollower);
        }

        return store.WriteAsync(new Change().Set($"Target/ToDo/{id}", job).WhenPresent(place.PlanPath).WhenAbsent(place.Lock));
    }
}
