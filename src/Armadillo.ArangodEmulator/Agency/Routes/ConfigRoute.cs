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

            if (method == "PUT")
            {
                Change(document.RootElement);
            }
            else if (!Greet(document.RootElement))
            {
                await Answers.ErrorAsync(context, 500, 4, "a greeting is an object of id and endpoint");
                return;
            }
        }

        await Answers.JsonAsync(context, 200, Body());
    }

    /// <summary>A greeting names one peer; what else it may hold is not looked at.</summary>
    private bool Greet(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || body.EnumerateObject().FirstOrDefault() is not { Value.ValueKind: JsonValueKind.String } peer)
        {
            return false;
        }

        state.Configuration.Move(peer.Name, peer.Value.GetString()!);
        restart.OnGreeting();
        return true;
    }

    /// <summary>Takes what it knows and can read, and passes over the rest.</summary>
    private void Change(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var option in body.EnumerateObject())
        {
            if (option.Value.ValueKind == JsonValueKind.Number && option.Value.GetDouble() is >= 0 and <= 1e9 and var seconds)
            {
                Set(option.Name, TimeSpan.FromSeconds(seconds));
            }
        }

        lock (state.Gate)
        {
            state.Leadership?.StoreChanged();
        }
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

    private double SecondsSince(long stamp) => Math.Floor(state.Time.GetElapsedTime(stamp).TotalMilliseconds) / 1000;
}
