using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Agency.Store;
using Armadillo.ArangodEmulator.Logging;

namespace Armadillo.ArangodEmulator.Supervision;

/// <summary>
/// Ends the creation of indexes whose coordinator has not ended it: what all shards have is let be seen, what a lost coordinator left is
/// taken back.
/// </summary>
/// <param name="store">The tree.</param>
/// <param name="marks">Who creates what.</param>
/// <param name="patience">
/// How long what all shards have is left to its coordinator: a supervision whose rounds come early would always be before it.
/// </param>
/// <param name="log">Told what is taken back.</param>
internal sealed class UnfinishedIndexes(SupervisionStore store, CreationMarks marks, TimeSpan patience, IServerLog log)
{
    private Dictionary<string, long> _whole = [];

    public async Task RunAsync()
    {
        var whole = new Dictionary<string, long>();
        foreach (var (database, id, collection) in marks.Collections())
        {
            var path = $"Plan/Collections/{database}/{id}";
            if (collection.At("indexes") is ArrayValue indexes && indexes.Items.Any(IsBuilding))
            {
                foreach (var made in Whole(indexes, store.Committed.NodeAt($"Current/Collections/{database}/{id}"), collection))
                {
                    whole[made] = _whole.GetValueOrDefault(made, store.Time.GetTimestamp());
                }

                List<string> overdue = [.. whole.Where(m => store.Time.GetElapsedTime(m.Value) >= patience).Select(m => m.Key)];
                await FinishAsync($"{path}/indexes", indexes, overdue);
                await TakeBackAsync(path, collection, whole.Keys);
            }
        }

        _whole = whole;
    }

    private static bool IsBuilding(Value index) => index is ObjectValue entry && entry.FlagAt(CreationMarks.Building);

    /// <summary>The ids of those that every shard reports.</summary>
    private static IEnumerable<string> Whole(ArrayValue indexes, ObjectValue current, ObjectValue collection)
    {
        var shards = collection.NodeAt("shards").Count;
        return indexes.Items.Where(IsBuilding).Select(i => ((ObjectValue)i).TextAt("id") ?? "")
            .Where(id => shards > 0 && current.Members.Values.Count(shard => Has(shard, id)) == shards);
    }

    private async Task FinishAsync(string path, ArrayValue indexes, List<string> made)
    {
        if (!indexes.Items.Any(i => IsBuilding(i) && made.Contains(((ObjectValue)i).TextAt("id") ?? "")))
        {
            return;
        }

        var finished = new JsonArray();
        foreach (var index in indexes.Items)
        {
            var entry = index.ToJson();
            if (entry is JsonObject content && made.Contains((string?)content["id"] ?? ""))
            {
                CreationMarks.All.ForEach(mark => content.Remove(mark));
            }

            finished.Add(entry);
        }

        await store.WriteAsync(new Change().Set(path, finished).Increment("Plan/Version").WhenUnchanged(path, indexes));
    }

    private static bool Has(Value shard, string id) =>
        ((shard as ObjectValue)?["indexes"] as ArrayValue)?.Items.OfType<ObjectValue>().Any(i => i.TextAt("id") == id && !i.FlagAt("error")) ?? false;

    private async Task TakeBackAsync(string path, ObjectValue collection, Dictionary<string, long>.KeyCollection whole)
    {
        if (collection.TextAt("name") is not { Length: > 0 } name || name[0] == '_')
        {
            return;
        }

        foreach (var index in (store.Committed.At($"{path}/indexes") as ArrayValue)?.Items.OfType<ObjectValue>().Where(IsBuilding) ?? [])
        {
            if (!whole.Contains(index.TextAt("id") ?? "") && marks.Orphan(index) is { } change)
            {
                log.Log(LogLevel.Info, LogIds.Unknown, "supervision", $"removing broken index {index.TextAt("id")} of collection {name}");
                await store.WriteAsync(change
                    .Set($"{path}/indexes", new JsonObject { ["op"] = "erase", ["val"] = index.ToJson() })
                    .WhenPresent(path));
            }
        }
    }
}
