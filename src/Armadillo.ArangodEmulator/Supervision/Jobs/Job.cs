using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>One job in Target. A kind of job is one class; it is made anew from the tree in each round.</summary>
internal abstract class Job(SupervisionStore store, string id, ObjectValue content)
{
    protected SupervisionStore Store { get; } = store;

    protected string Id { get; } = id;

    protected ObjectValue Content { get; } = content;

    /// <summary>Called each round while the job is in ToDo.</summary>
    public abstract Task StartAsync(ObjectValue committed);

    /// <summary>Called each round while the job is in Pending.</summary>
    public abstract Task ContinueAsync(ObjectValue committed);

    /// <summary>The kind of job that the entry names; null when this supervision does not know it.</summary>
    public static Job? From(SupervisionStore store, string id, Value entry) => entry is not ObjectValue content
        ? null
        : content.TextAt("type") switch
        {
            FailedServerJob.Type => new FailedServerJob(store, id, content),
            DrainServerJob.CleanOut or DrainServerJob.Resign => new DrainServerJob(store, id, content),
            _ => null,
        };

    protected static JsonObject Description(string type, string id, string creator, string now) => new()
    {
        ["type"] = type,
        ["jobId"] = id,
        ["creator"] = creator,
        ["timeCreated"] = now,
    };

    protected bool Aborted => Content["abort"] is BoolValue { Content: true };

    protected bool MayNotStartYet => Iso.Time(Content.TextAt("notBefore")) is { } time && time > Store.Time.GetUtcNow();

    /// <summary>Whether jobs that this one made are still open.</summary>
    protected bool HasOpenChildren(ObjectValue committed) => committed.NodeAt("Target/ToDo").Members.Keys
        .Concat(committed.NodeAt("Target/Pending").Members.Keys)
        .Any(other => other.StartsWith(Id + "-", StringComparison.Ordinal));

    /// <summary>Moves the job from ToDo to Pending.</summary>
    protected Change Begin() => Move("ToDo", "Pending", "timeStarted");

    /// <summary>Moves the job to its end; a reason means that it failed.</summary>
    protected Change Finish(string from, string? reason = null) =>
        Move(from, reason is null ? "Finished" : "Failed", "timeFinished", reason);

    private Change Move(string from, string to, string timeKey, string? reason = null)
    {
        var content = (JsonObject)Content.ToJson()!;
        content[timeKey] = Store.Now;
        if (reason is not null)
        {
            content["reason"] = reason;
        }

        return new Change()
            .Set($"Target/{to}/{Id}", content)
            .Delete($"Target/{from}/{Id}")
            .WhenPresent($"Target/{from}/{Id}");
    }
}
