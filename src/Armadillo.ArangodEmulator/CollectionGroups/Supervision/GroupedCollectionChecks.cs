using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.ReplicatedLogs;
using Armadillo.ArangodEmulator.Supervision;

namespace Armadillo.ArangodEmulator.CollectionGroups.Supervision;

/// <summary>The collections of a group: those that Target wants and Plan has not, and the other way round; their properties, indexes and servers.</summary>
internal sealed class GroupedCollectionChecks(
    ObjectValue committed, string database, string id, CollectionGroup target, CollectionGroup plan, JobIds ids)
{
    private const string Building = "isBuilding";

    /// <summary>On an index whose creation has failed; it stays invisible until somebody takes it out of Target.</summary>
    public const string CreationError = "creationError";

    private static readonly string[] _changeable = ["schema", "computedValues", "cacheEnabled"];

    private readonly string _target = CollectionGroup.Path("Target", database, id);
    private readonly string _plan = CollectionGroup.Path("Plan", database, id);

    public Change? Next()
    {
        var holders = plan.Logs.Select(Holders).ToList();
        foreach (var collection in target.Collections.Except(plan.Collections))
        {
            return committed.At(Wanted(collection)) is ObjectValue wanted && !holders.Contains(null)
                && GroupCreation.PlanOf(wanted, [.. holders.OfType<IReadOnlyList<string>>()], ids) is { } entry
                    ? Step().Set(Planned(collection), entry).Set($"{_plan}/collections/{collection}", new JsonObject())
                        .WhenAbsent(Planned(collection)).WhenUnchanged(Wanted(collection), wanted)
                    : null;
        }

        foreach (var collection in plan.Collections)
        {
            if (!target.Collections.Contains(collection))
            {
                return Step().Delete(Planned(collection)).Delete($"{_plan}/collections/{collection}");
            }

            var (wanted, planned) = (committed.NodeAt(Wanted(collection)), committed.NodeAt(Planned(collection)));
            var change = Properties(collection, wanted, planned) ?? Index(collection, wanted, planned) ?? Servers(collection, planned, holders);
            if (change is not null)
            {
                return change;
            }
        }

        return null;
    }

    private string Wanted(string collection) => $"Target/Collections/{database}/{collection}";

    private string Planned(string collection) => $"Plan/Collections/{database}/{collection}";

    private Change Step() => new Change().Increment("Plan/Version").WhenPresent(_target).WhenPresent(_plan);

    private Change? Properties(string collection, ObjectValue wanted, ObjectValue planned)
    {
        var differing = _changeable.Where(k => wanted[k] is { } value && !(planned[k]?.Same(value) ?? false)).ToList();
        return differing.Count == 0 ? null : differing.Aggregate(
            Step().WhenPresent(Planned(collection)), (change, key) => change.Set($"{Planned(collection)}/{key}", wanted[key]!.ToJson()));
    }

    private Change? Index(string collection, ObjectValue wanted, ObjectValue planned)
    {
        var (there, here) = (Indexes(wanted), Indexes(planned));
        foreach (var index in here)
        {
            var number = index.IdAt("id");
            if (!there.Exists(i => i.IdAt("id") == number))
            {
                return Edit(collection, "erase", index.ToJson()!);
            }

            if (index.FlagAt(Building) && index[CreationError] is null && Outcome(collection, planned, number!) is { } outcome)
            {
                var finished = (JsonObject)index.ToJson()!;
                if (outcome.FlagAt("error"))
                {
                    finished[CreationError] = new JsonObject
                    {
                        ["number"] = outcome.NumberAt("errorNum") ?? 1235,
                        ["message"] = outcome.TextAt("errorMessage") ?? "",
                    };
                }
                else
                {
                    finished.Remove(Building);
                }

                return Step().WhenPresent(Planned(collection)).Set($"{Planned(collection)}/indexes", new JsonObject
                {
                    ["op"] = "replace",
                    ["val"] = index.ToJson(),
                    ["new"] = finished,
                });
            }
        }

        if (there.Find(i => !here.Exists(h => h.IdAt("id") == i.IdAt("id"))) is not { } missing)
        {
            return null;
        }

        var begun = (JsonObject)missing.ToJson()!;
        begun[Building] = true;
        return Edit(collection, "push", begun);
    }

    private Change Edit(string collection, string operation, JsonNode index) => Step().WhenPresent(Planned(collection))
        .Set($"{Planned(collection)}/indexes", new JsonObject { ["op"] = operation, [operation == "push" ? "new" : "val"] = index });

    /// <summary>What the leaders report about an index: a failure as soon as there is one, a success when all have it; null before.</summary>
    private ObjectValue? Outcome(string collection, ObjectValue planned, string index)
    {
        ObjectValue? last = null;
        foreach (var shard in CollectionGroup.ShardsOf(planned))
        {
            var reported = (committed.At($"Current/Collections/{database}/{collection}/{shard}/indexes") as ArrayValue)?.Items ?? [];
            last = reported.OfType<ObjectValue>().FirstOrDefault(i => i.IdAt("id") == index);
            if (last is null || last.FlagAt("error"))
            {
                return last;
            }
        }

        return last;
    }

    private Change? Servers(string collection, ObjectValue planned, List<IReadOnlyList<string>?> holders)
    {
        var shards = CollectionGroup.ShardsOf(planned);
        if (holders.Contains(null) || shards.Length != holders.Count)
        {
            return null;
        }

        var map = new JsonObject(shards.Select((s, i) => KeyValuePair.Create(s, (JsonNode?)Change.Array(holders[i]!))));
        return planned.NodeAt("shards").Same(Value.From(map)) ? null : Step().WhenPresent(Planned(collection)).Set($"{Planned(collection)}/shards", map);
    }

    private static List<ObjectValue> Indexes(ObjectValue collection) => [.. ((collection["indexes"] as ArrayValue)?.Items ?? []).OfType<ObjectValue>()];

    /// <summary>The participants of a log, its leader first; null while it is not planned.</summary>
    private IReadOnlyList<string>? Holders(string log)
    {
        if (committed.At(LogPlan.Path(database, log)) is not ObjectValue entry)
        {
            return null;
        }

        var logPlan = LogPlan.From(entry);
        return (List<string>)[.. logPlan.Config.Participants.Keys.OrderBy(p => p != logPlan.Leader?.ServerId)];
    }
}
