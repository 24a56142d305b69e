using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The indexes of a cluster's collections, as a coordinator finds them in the plan.</summary>
internal sealed class PlannedIndexes(ServerContext server) : IIndexes
{
    public async ValueTask<ICollectionIndexes> FindAsync(string database, string collection, CancellationToken cancellationToken)
    {
        var cluster = server.Cluster ?? throw new DataError(503, 503, "service unavailable due to startup");
        return new OfCollection(server, cluster, await cluster.Plan.GetAsync(database, collection, cancellationToken));
    }

    private sealed class OfCollection(ServerContext server, ClusterMember cluster, PlannedCollection collection) : ICollectionIndexes
    {
        private readonly IndexPlanning _planning = new(server, cluster, collection);

        public string CollectionName => collection.Name;

        public async Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            var finished = _planning.Now().Indexes.Where(static i => !i.IsBuilding).ToList();
            var estimates = finished.Exists(static i => i is { IsBuiltIn: false, Definition: { HasEstimate: true, Unique: false } })
                ? await EstimatesAsync(cancellationToken)
                : [];
            return [.. finished.Select(i => Answer(i, estimates))];
        }

        public async Task<(JsonObject Answer, bool IsNew)> EnsureAsync(JsonObject attributes, string? name, CancellationToken cancellationToken)
        {
            CheckShardKeys(attributes);
            var id = long.Parse(await cluster.Ids.NextAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
            var wanted = IndexDefinition.Make(attributes, id, name ?? IndexNames.Next(new Ticks(server.Time)));
            var (made, isNew) = await _planning.EnsureAsync(wanted, cancellationToken);

            // The entry of the plan is the answer: of estimates it knows nothing.
            return (made.ToAnswer(CollectionName, ("inBackground", false), ("isNewlyCreated", isNew)), isNew);
        }

        public Task DropAsync(long id, CancellationToken cancellationToken) => _planning.DropAsync(id, cancellationToken);

        /// <summary>A DB server can only tell of its own shard that a value is there once.</summary>
        private void CheckShardKeys(JsonObject attributes)
        {
            if (!(bool)attributes["unique"]! || collection.Shards.Count <= 1)
            {
                return;
            }

            var fields = ((JsonArray)attributes["fields"]!).Select(static f => (string)f!).ToList();
            if (collection.ShardKeys.FirstOrDefault(k => !fields.Contains(k)) is { } missing)
            {
                throw new DataError(501, 1470, $"shard key '{missing}' must be present in unique index");
            }
        }

        private JsonObject Answer(PlannedIndex index, JsonObject estimates) => index.IsBuiltIn ? BuiltInIndexes.ToAnswer(index.Definition, CollectionName)
            : index.Definition.Unique ? index.Definition.ToAnswer(CollectionName, ("selectivityEstimate", 1))
            : estimates[index.Id] is { } estimate ? index.Definition.ToAnswer(CollectionName, ("selectivityEstimate", estimate.DeepClone()))
            : index.Definition.ToAnswer(CollectionName);

        /// <summary>The mean of what the shards say.</summary>
        private async Task<JsonObject> EstimatesAsync(CancellationToken cancellationToken)
        {
            var shards = new ShardClient(cluster, collection);
            var told = await Task.WhenAll(collection.Shards.Select(s => shards.SelectivitiesAsync(s, cancellationToken)));
            return new JsonObject(told.SelectMany(static t => t).GroupBy(static e => e.Key).Select(
                static g => KeyValuePair.Create(g.Key, (JsonNode?)g.Average(static e => (double)e.Value!))));
        }
    }
}
