using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>The indexes of a single server's collections. All of it completes at once.</summary>
internal sealed class LocalIndexes(ServerContext server) : IIndexes
{
    public ValueTask<ICollectionIndexes> FindAsync(string database, string collection, CancellationToken cancellationToken)
    {
        lock (server.Data.Gate)
        {
            return ValueTask.FromResult<ICollectionIndexes>(new OfCollection(server.Data, server.Data.Get(database).Get(collection)));
        }
    }

    private sealed class OfCollection(DataStore data, Collection collection) : ICollectionIndexes
    {
        public string CollectionName => collection.Properties.Name;

        public Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
        {
            lock (data.Gate)
            {
                return Task.FromResult<IReadOnlyList<JsonObject>>(
                [
                    .. BuiltInIndexes.Of(collection.IsEdge).Select(i => BuiltInIndexes.ToAnswer(i, CollectionName)),
                    .. collection.Indexes.Select(i => Answer(i)),
                ]);
            }
        }

        public async Task<(JsonObject Answer, bool IsNew)> EnsureAsync(JsonObject attributes, string? name, CancellationToken cancellationToken)
        {
            await data.Locks.QuietAsync(collection.Id, cancellationToken);
            lock (data.Gate)
            {
                var wanted = IndexDefinition.Make(attributes, data.Ticks.NextId(), name ?? IndexNames.Next(data.Ticks));
                if (collection.Indexes.Find(i => wanted.IsLike(i.Definition)) is { } present)
                {
                    return (Answer(present, ("isNewlyCreated", false)), false);
                }

                if (collection.Indexes.Exists(i => i.Definition.Name == wanted.Name))
                {
                    throw new DataError(409, 1005, $"duplicate value for name '{wanted.Name}'");
                }

                wanted.CheckBeside(collection.Indexes.Select(static i => i.Definition));
                collection.CheckIndex(wanted);
                data.CreateIndex(collection, wanted);
                return (Answer(collection.Indexes[^1], ("isNewlyCreated", true)), true);
            }
        }

        public async Task DropAsync(long id, CancellationToken cancellationToken)
        {
            await data.Locks.QuietAsync(collection.Id, cancellationToken);
            lock (data.Gate)
            {
                data.DropIndex(collection, id);
            }
        }

        private JsonObject Answer(CollectionIndex index, params ReadOnlySpan<(string Name, JsonNode Value)> more) => index.Definition.HasEstimate
            ? index.Definition.ToAnswer(CollectionName, [("selectivityEstimate", index.Selectivity(collection.Documents)), .. more])
            : index.Definition.ToAnswer(CollectionName, more);
    }
}
