using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;

namespace Armadillo.ArangodEmulator.Supervision.Jobs;

/// <summary>Changes what Target wants of a replicated log, and ends when the log has become so.</summary>
internal sealed class ReconfigureReplicatedLogJob(JobEntry entry) : Job(entry)
{
    public const string Type = "reconfigureReplicatedLog";

    /// <summary>The server that shall lead again when it has been restarted.</summary>
    public const string Undo = "undoSetLeader";

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
            if (Refused(target, operation.TextAt("operation"), operation.TextAt("participant")) is { } reason)
            {
                await Store.WriteAsync(Fail(reason));
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
            await EndAsync(committed, Content.TextAt(Undo) is { } server
                ? LeadershipReturns.NoteLog(Succeed(), committed, Database, Log, server, Store.Time.GetUtcNow())
                : Succeed());
        }
    }

    public override async Task<bool> AbortAsync(ObjectValue committed, string reason)
    {
        await EndAsync(committed, Fail($"job aborted: {reason}"));
        return true;
    }

    /// <summary>Does the operation, or tells why not. A leader that is no participant would keep the log from ever becoming what is wanted.</summary>
    private static string? Refused(JsonObject target, string? operation, string? participant)
    {
        var participants = target["participants"] as JsonObject ?? [];
        switch (operation)
        {
            case "set-leader" when participant is null:
                target.Remove("leader");
                return null;
            case "set-leader" when !participants.ContainsKey(participant):
                return $"server {participant} is no participant of the replicated log";
            case "set-leader":
                target["leader"] = participant;
                return null;
            case "add-participant" when participant is not null:
                participants[participant] ??= new JsonObject();
                return null;
            case "remove-participant" when participant is not null:
                participants.Remove(participant);
                if ((string?)target["leader"] == participant)
                {
                    target.Remove("leader");
                }

                return null;
            default:
                return "unknown operation";
        }
    }
}
