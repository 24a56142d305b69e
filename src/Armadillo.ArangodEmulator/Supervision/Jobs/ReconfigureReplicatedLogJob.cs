using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Changes what Target wants of a replicated log, and ends when the log has become so.</summary>
internal sealed class ReconfigureReplicatedLogJob(JobEntry entry) : Job(entry)
{
    public const string Type = "reconfigureReplicatedLog";

    private const string Expected = "expectedVersion";
    private const string Gone = "replicated log already gone";

    private string Database => Content.TextAt("database") ?? "";

    private string Log => Content.TextAt("logId") ?? Content.NumberAt("logId")?.ToString(CultureInfo.InvariantCulture) ?? "";

    public override async Task StartAsync(ObjectValue committed)
    {
        var path = LogTarget.Path(Database, Log);
        if (committed.At(path) is not ObjectValue wanted)
        {
            await Store.WriteAsync(Fail(Gone));
            return;
        }

        var target = (JsonObject)wanted.ToJson()!;
        foreach (var operation in (Content["operations"] as ArrayValue)?.Items.OfType<ObjectValue>() ?? [])
        {
            if (!Apply(target, operation.TextAt("operation"), operation.TextAt("participant")))
            {
                await Store.WriteAsync(Fail("unknown operation"));
                return;
            }
        }

        var version = (wanted.NumberAt("version") ?? 1) + 1;
        target["version"] = version;
        Note(Expected, version);
        await Store.WriteAsync(Begin().Set(path, target).Increment("Target/Version").WhenUnchanged(path, wanted));
    }

    public override async Task ContinueAsync(ObjectValue committed)
    {
        if (!committed.Has(LogTarget.Path(Database, Log)))
        {
            await EndAsync(committed, Fail(Gone));
        }
        else if (committed.NumberAt($"{LogCurrent.Path(Database, Log)}/supervision/targetVersion") >= Content.NumberAt(Expected))
        {
            await EndAsync(committed, Succeed());
        }
    }

    public override async Task<bool> AbortAsync(ObjectValue committed, string reason)
    {
        await EndAsync(committed, Fail($"job aborted: {reason}"));
        return true;
    }

    private static bool Apply(JsonObject target, string? operation, string? participant)
    {
        var participants = target["participants"] as JsonObject ?? [];
        switch (operation)
        {
            case "set-leader" when participant is null:
                target.Remove("leader");
                return true;
            case "set-leader":
                target["leader"] = participant;
                return true;
            case "add-participant" when participant is not null:
                participants[participant] ??= new JsonObject();
                return true;
            case "remove-participant" when participant is not null:
                participants.Remove(participant);
                if ((string?)target["leader"] == participant)
                {
                    target.Remove("leader");
                }

                return true;
            default:
                return false;
        }
    }
}
