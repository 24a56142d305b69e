using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Inception;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>/_api/agency/config: GET tells, POST takes a peer's new endpoint, PUT changes times of the supervision.</summary>
internal sealed class ConfigRoute(RaftState state, PoolRestart restart, string engine, string version)
{
    public async Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (method is not ("GET" or "POST" or "PUT"))
        {
            await JsonReply.WrongMethodAsync(context);
            return;
        }

        if (method != "GET")
        {
            using var document = await RequestBody.ReadAsync(context);
            if (document is null)
            {
                return;
            }

            if (document.RootElement.ValueKind != JsonValueKind.Object || !(method == "POST" ? Greet(document) : Change(document)))
            {
                await JsonReply.MessageAsync(context, 400, "unexpected request body");
                return;
            }
        }

        await Answers.JsonAsync(context, 200, Body());
    }

    private bool Greet(JsonDocument document)
    {
        foreach (var peer in document.RootElement.EnumerateObject())
        {
            if (peer.Value.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            state.Configuration.Move(peer.Name, peer.Value.GetString()!);
        }

        restart.OnGreeting();
        return true;
    }

    private bool Change(JsonDocument document)
    {
        var changes = new List<(string Name, TimeSpan Value)>();
        foreach (var option in document.RootElement.EnumerateObject())
        {
            if (option.Value.ValueKind != JsonValueKind.Number || option.Value.GetDouble() is < 0 or > 1e9)
            {
                return false;
            }

            changes.Add((option.Name, TimeSpan.FromSeconds(option.Value.GetDouble())));
        }

        foreach (var (name, value) in changes)
        {
            Set(name, value);
        }

        lock (state.Gate)
        {
            state.Leadership?.StoreChanged();
        }

        return true;
    }

    private void Set(string name, TimeSpan value)
    {
        switch (name)
        {
            case "okThreshold":
                state.Configuration.OkThreshold = value;
                break;
            case "gracePeriod":
                state.Configuration.GracePeriod = value;
                break;
            case "delayAddFollower":
                state.Configuration.DelayAddFollower = value;
                break;
            case "delayFailedFollower":
                state.Configuration.DelayFailedFollower = value;
                break;
        }
    }

    private JsonObject Body()
    {
        lock (state.Gate)
        {
            var body = new JsonObject
            {
                ["term"] = state.Term,
                ["leaderId"] = state.LeaderId,
                ["commitIndex"] = state.CommitIndex,
                ["lastCompactionAt"] = state.LastCompaction,
                ["nextCompactionAfter"] = state.LastCompaction + state.Configuration.Settings.CompactionStepSize,
            };
            if (state.Leadership is { } leadership)
            {
                body["lastAcked"] = LastAcked(leadership);
            }

            body["configuration"] = state.Configuration.ToJson();
            body["engine"] = engine;
            body["version"] = version;
            return body;
        }
    }

    private JsonObject LastAcked(Leadership leadership)
    {
        var acked = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            [state.Id] = new JsonObject { ["lastAckedTime"] = 0, ["lastAckedIndex"] = state.Log.LastIndex },
        };
        foreach (var follower in leadership.Followers)
        {
            acked[follower.Id] = new JsonObject
            {
                ["lastAckedTime"] = SecondsSince(follower.LastContact),
                ["lastAckedIndex"] = Math.Max(0, follower.MatchIndex),
                ["lastAppend"] = SecondsSince(follower.LastAppend),
            };
        }

        return new JsonObject(acked);
    }

    private double SecondsSince(long stamp) => Math.Round(state.Time.GetElapsedTime(stamp).TotalSeconds, 3);
}
