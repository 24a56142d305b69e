using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>One job in Target. A kind of job is one class; it is made anew from the tree each time it is looked at.</summary>
internal abstract class Job(JobEntry entry)
{
    public const string ToDo = "ToDo";
    public const string Pending = "Pending";

    protected SupervisionStore Store { get; } = entry.Store;

    protected string Id { get; } = entry.Id;

    protected ObjectValue Content { get; } = entry.Content;

    protected bool Started { get; } = entry.Place == Pending;

    public bool AbortWanted => Content.FlagAt("abort");

    protected string? Parent => Content.TextAt("parentJob");

    protected bool MayNotStartYet => Iso.Time(Content.TextAt("notBefore")) is { } time && time > Store.Time.GetUtcNow();

    /// <summary>How long ago the job was made.</summary>
    protected TimeSpan Age => Iso.Time(Content.TextAt("timeCreated")) is { } time ? Store.Time.GetUtcNow() - time : TimeSpan.Zero;

    /// <summary>Called each round while the job is in ToDo.</summary>
    public abstract Task StartAsync(ObjectValue committed);

    /// <summary>Called each round while the job is in Pending.</summary>
    public abstract Task ContinueAsync(ObjectValue committed);

    /// <summary>Ends the job and takes back what it can; false when it cannot be stopped any more.</summary>
    public virtual async Task<bool> AbortAsync(ObjectValue committed, string reason) =>
        !Started && await Store.WriteAsync(Fail($"job aborted: {reason}"));

    public static JsonObject Description(string type, string id, string creator, string now) => new()
    {
        ["type"] = type,
        ["jobId"] = id,
        ["creator"] = creator,
        ["timeCreated"] = now,
    };

    protected static DbServers Servers(ObjectValue committed) => new(committed);

    /// <summary>Jobs that this one made and that are still open.</summary>
    protected IEnumerable<JobEntry> OpenChildren(ObjectValue committed) => JobEntry.Open(Store, committed).Where(IsChild);

    protected bool HasFailedChildren(ObjectValue committed) =>
        committed.NodeAt("Target/Failed").Members.Keys.Any(other => other.StartsWith(Id + "-", StringComparison.Ordinal));

    /// <summary>A job of this one's own, with the keys that all of them have.</summary>
    protected JsonObject Child(string type, string id)
    {
        var child = Description(type, id, Id, Store.Now);
        child["parentJob"] = Id;
        return child;
    }

    /// <summary>What must be given back when a started job ends.</summary>
    protected virtual Change Release(Change change, ObjectValue committed) => change;

    /// <summary>Moves the job from ToDo to Pending.</summary>
    protected Change Begin() => Move(Pending, "timeStarted");

    protected Change Succeed(string? reason = null) => Move("Finished", "timeFinished", reason);

    protected Change Fail(string reason) => Move("Failed", "timeFinished", reason);

    /// <summary>Ends the job and gives back what it held.</summary>
    protected Task EndAsync(ObjectValue committed, Change end) => Store.WriteAsync(Started ? Release(end, committed) : end);

    /// <summary>Notes something in the entry that the next <see cref="Begin"/> or end writes.</summary>
    protected void Note(string key, JsonNode value) => _notes[key] = value;

    private readonly JsonObject _notes = [];

    private bool IsChild(JobEntry other) => other.Id.StartsWith(Id + "-", StringComparison.Ordinal);

    private Change Move(string to, string timeKey, string? reason = null)
    {
        var content = (JsonObject)Content.ToJson()!;
        content[timeKey] = Store.Now;
        foreach (var (key, value) in _notes)
        {
            content[key] = value?.DeepClone();
        }

        if (reason is not null)
        {
            content["reason"] = reason;
        }

        return new Change()
            .Set($"Target/{to}/{Id}", content)
            .Delete($"Target/{entry.Place}/{Id}")
            .WhenPresent($"Target/{entry.Place}/{Id}");
    }
}
