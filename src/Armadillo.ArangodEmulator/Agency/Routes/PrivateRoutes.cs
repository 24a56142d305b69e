using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Inception;
using Armadillo.ArangodEmulator.Agency.Raft;
using Armadillo.ArangodEmulator.Http;
using Microsoft.AspNetCore.Http;

namespace Armadillo.ArangodEmulator.Agency.Routes;

/// <summary>/_api/agency_priv/*: what agents say to each other.</summary>
internal sealed class PrivateRoutes(RaftState state, Elections elections, FollowerSide follower, Gossip gossip)
{
    private static readonly (string Key, int ErrorNum)[] InformKeys =
    [
        ("term", 20012), ("id", 20013), ("active", 20014), ("pool", 20015), ("min ping", 20016), ("max ping", 20017), ("timeoutMult", 20018),
    ];

    public Task HandleAsync(HttpContext context, string name)
    {
        var method = context.Request.Method;
        return (name, method) switch
        {
            ("requestVote", "GET") => VoteAsync(context),
            ("appendEntries", "POST") => AppendAsync(context),
            ("gossip", "POST") => GossipAsync(context),
            ("activeAgents", "GET") => Answers.JsonAsync(context, 200, ActiveAgents()),
            ("inform", "POST") => InformAsync(context),
            ("notifyAll", "POST") => NotifyAllAsync(context),
            ("requestVote" or "appendEntries" or "gossip" or "activeAgents" or "inform" or "notifyAll", _) => JsonReply.WrongMethodAsync(context),
            _ => Answers.ErrorAsync(context, 404, 404, "not found"),
        };
    }

    private static bool TryRead(IQueryCollection query, string name, out long number) =>
        long.TryParse(query[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out number);

    private static Task BadAsync(HttpContext context) => Answers.ErrorAsync(context, 400, 400, "parameter missing or malformed");

    private async Task VoteAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryRead(query, "term", out var term) || !TryRead(query, "prevLogIndex", out var index)
            || !TryRead(query, "prevLogTerm", out var lastTerm) || query["candidateId"].ToString() is not { Length: > 0 } candidate)
        {
            await BadAsync(context);
            return;
        }

        int? mult = TryRead(query, "timeoutMult", out var m) ? (int)Math.Clamp(m, 1, 10) : null;
        var (granted, current) = elections.Vote(new VoteRequest(term, candidate, index, lastTerm, mult));
        await Answers.JsonAsync(context, 200, new JsonObject
        {
            ["id"] = state.Id,
            ["endpoint"] = state.Configuration.Endpoint,
            ["term"] = current,
            ["voteGranted"] = granted,
        });
    }

    private async Task AppendAsync(HttpContext context)
    {
        var query = context.Request.Query;
        using var document = await RequestBody.ReadAsync(context);
        if (document is null)
        {
            return;
        }

        if (!TryRead(query, "term", out var term) || !TryRead(query, "prevLogIndex", out var index)
            || !TryRead(query, "prevLogTerm", out var previousTerm) || !TryRead(query, "leaderCommit", out var commit)
            || query["leaderId"].ToString() is not { Length: > 0 } leader || document.RootElement.ValueKind != JsonValueKind.Array)
        {
            await BadAsync(context);
            return;
        }

        JsonElement[] entries = [.. document.RootElement.EnumerateArray()];
        if (!AreEntries(entries, index))
        {
            await BadAsync(context);
            return;
        }

        var (success, current) = await follower.AppendAsync(new AppendRequest(term, leader, index, previousTerm, commit, entries));
        await Answers.JsonAsync(context, 200, new JsonObject
        {
            ["id"] = state.Id,
            ["endpoint"] = state.Configuration.Endpoint,
            ["success"] = success,
            ["term"] = current,
            ["senderTimeStamp"] = TryRead(query, "senderTimeStamp", out var stamp) ? stamp : 0,
        });
    }

    /// <summary>Neighbours in the log that follow the previous one; the first may be a whole store instead.</summary>
    private static bool AreEntries(JsonElement[] entries, long previous)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (entry.ValueKind != JsonValueKind.Object || !TryRead(entry, "index", out var index) || !TryRead(entry, "term", out _))
            {
                return false;
            }

            var isStore = i == 0 && entry.TryGetProperty("readDB", out _);
            if (!entry.TryGetProperty(isStore ? "readDB" : "query", out var content) || content.ValueKind != JsonValueKind.Object
                || (isStore ? index != previous : index != ++previous))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryRead(JsonElement entry, string name, out long number)
    {
        number = 0;
        return entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out number);
    }

    private async Task GossipAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadAsync(context);
        if (document is null)
        {
            return;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            await BadAsync(context);
            return;
        }

        var (status, body) = gossip.Receive(JsonObject.Create(document.RootElement)!);
        await Answers.JsonAsync(context, status, body);
    }

    private JsonObject ActiveAgents()
    {
        var body = new JsonObject { ["id"] = state.Id, ["endpoint"] = state.Configuration.Endpoint };
        if (state.LeaderId.Length > 0)
        {
            var pool = state.Configuration.Pool;
            body["active"] = new JsonObject(state.Configuration.Active
                .Where(pool.ContainsKey)
                .Select(id => KeyValuePair.Create(id, (JsonNode?)pool[id])));
        }

        return body;
    }

    private async Task InformAsync(HttpContext context)
    {
        using var document = await RequestBody.ReadAsync(context);
        if (document is null)
        {
            return;
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            await Answers.ErrorAsync(context, 400, 20011, "Inform message must be an object.");
            return;
        }

        foreach (var (key, errorNum) in InformKeys)
        {
            if (!document.RootElement.TryGetProperty(key, out _))
            {
                await Answers.ErrorAsync(context, 400, errorNum, $"key '{key}' is missing");
                return;
            }
        }

        var pool = document.RootElement.GetProperty("pool");
        if (pool.ValueKind != JsonValueKind.Object)
        {
            await Answers.ErrorAsync(context, 400, 20015, "key 'pool' is no object");
            return;
        }

        foreach (var peer in pool.EnumerateObject())
        {
            if (peer.Value.ValueKind == JsonValueKind.String)
            {
                state.Configuration.Move(peer.Name, peer.Value.GetString()!);
            }
        }

        await Answers.JsonAsync(context, 200, new JsonObject { ["id"] = state.Id, ["endpoint"] = state.Configuration.Endpoint });
    }

    private static Task NotifyAllAsync(HttpContext context) =>
        TryRead(context.Request.Query, "term", out _) && context.Request.Query["agencyId"].Count > 0
            ? Answers.JsonAsync(context, 200, new JsonObject())
            : BadAsync(context);
}
