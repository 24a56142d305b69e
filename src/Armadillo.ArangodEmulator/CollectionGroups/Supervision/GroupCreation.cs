using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision;
using Armadillo.ArangodEmulator.Supervision.Shards;

namespace Armadillo.ArangodEmulator.CollectionGroups.Supervision;

/// <summary>
/// A new group: a log for each number of a shard, spread evenly over the servers, and the plan of its collections. All in one transaction.
/// </summary>
internal sealed class GroupCreation(
    ObjectValue committed, string database, string id, CollectionGroup target, DbServers servers, JobIds ids)
{
    public static JsonObject LogConfig(long writeConcern, long copies, bool waitForSync) => new()
    {
        ["writeConcern"] = writeConcern,
        ["softWriteConcern"] = copies,
        ["waitForSync"] = waitForSync,
    };

    /// <summary>The plan of a collection of the group, with shards that are new.</summary>
    /// <param name="collection">The collection as Target has it.</param>
    /// <param name="holders">The servers of each of the group's logs, the leader first.</param>
    /// <param name="ids">Where ids come from.</param>
    /// <returns>Null when there are no more ids in this round.</returns>
    public static JsonObject? PlanOf(ObjectValue collection, IReadOnlyList<IReadOnlyList<string>> holders, JobIds ids)
    {
        var names = holders.Select(_ => ids.Next()).ToList();
        if (names.Contains(null))
        {
            return null;
        }

        var plan = (JsonObject)collection.ToJson()!;
        plan["shardsR2"] = new JsonArray([.. names.Select(static n => (JsonNode)$"s{n}")]);
        plan["shards"] = new JsonObject(names.Select((n, i) => KeyValuePair.Create($"s{n}", (JsonNode?)Change.Array(holders[i]))));
        return plan;
    }

    /// <summary>Null while there are no servers.</summary>
    public Change? Begin()
    {
        var holders = Spread();
        var logs = holders.Select(_ => ids.Next()).ToList();
        if (holders.Count == 0 || logs.Contains(null))
        {
            return null;
        }

        var (from, to) = (CollectionGroup.Path("Target", database, id), CollectionGroup.Path("Plan", database, id));
        var plan = (JsonObject)committed.NodeAt(from).ToJson()!;
        plan.Remove("version");
        plan["shardSheaves"] = new JsonArray([.. logs.Select(static l => (JsonNode)new JsonObject { ["replicatedLog"] = Number(l!) })]);
        var change = new Change()
            .Set(to, plan).Increment("Target/Version").Increment("Plan/Version")
            .WhenUnchanged(from, committed.At(from)).WhenAbsent(to);
        for (var i = 0; i < logs.Count; i++)
        {
            change.Set(LogTarget.Path(database, logs[i]!), Log(logs[i]!, i, holders[i]));
        }

        foreach (var collection in target.Collections)
        {
            if (PlanOf(committed.NodeAt($"Target/Collections/{database}/{collection}"), holders, ids) is not { } entry)
            {
                return null;
            }

            change.Set($"Plan/Collections/{database}/{collection}", entry);
        }

        return change;
    }

    private static JsonNode Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Leaders go to the servers that lead least, then round by round; so do the followers.</summary>
    private List<IReadOnlyList<string>> Spread()
    {
        var led =
            from logs in committed.NodeAt("Plan/ReplicatedLogs").Members.Values.OfType<ObjectValue>()
            from log in logs.Members.Values.OfType<ObjectValue>()
            select log.TextAt("currentTerm/leader/serverId");
        var leads = led.OfType<string>().CountBy(static s => s).ToDictionary();
        ImmutableArray<string> good = [.. servers.Available.Where(servers.Good).OrderBy(s => leads.GetValueOrDefault(s)).ThenBy(static s => s, StringComparer.Ordinal)];
        var copies = target.ReplicationFactor == CollectionGroup.Everywhere ? good.Length : (int)Math.Min(target.ReplicationFactor, good.Length);
        return good.IsEmpty
            ? []
            : [.. Enumerable.Range(0, (int)target.Shards).Select(s => (IReadOnlyList<string>)[.. Enumerable.Range(s, copies).Select(i => good[i % good.Length])])];
    }

    private JsonObject Log(string log, int sheaf, IReadOnlyList<string> holders) => new()
    {
        ["id"] = Number(log),
        ["version"] = 1,
        ["leader"] = holders[0],
        ["participants"] = new JsonObject(holders.Select(static h => KeyValuePair.Create(h, (JsonNode?)new JsonObject()))),
        ["config"] = LogConfig(
            target.WriteConcern, target.ReplicationFactor == CollectionGroup.Everywhere ? holders.Count : target.ReplicationFactor, target.WaitForSync),
        ["properties"] = new JsonObject
        {
            ["implementation"] = new JsonObject
            {
                ["type"] = DocumentState.Type,
                ["parameters"] = new JsonObject { ["databaseName"] = database, ["groupId"] = Number(id), ["shardSheafIndex"] = sheaf },
            },
        },
    };
}
