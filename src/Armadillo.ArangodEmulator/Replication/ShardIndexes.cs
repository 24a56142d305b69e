using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Indexes;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Replication;

/// <summary>The indexes of a shard: made and dropped as planned on every copy, reported by the leader.</summary>
internal static class ShardIndexes
{
    /// <summary>Called under the lock of the store.</summary>
    /// <param name="data">The store.</param>
    /// <param name="collection">The documents of the shard.</param>
    /// <param name="shard">What was made is noted here.</param>
    /// <param name="planned">The collection as planned.</param>
    /// <param name="leads">Whether this copy decides about values that must be unique; the others hold what it has decided.</param>
    public static void Align(DataStore data, Collection collection, Shard shard, PlannedCollection planned, bool leads)
    {
        var outcomes = ImmutableDictionary.CreateBuilder<string, DataError?>(StringComparer.Ordinal);
        foreach (var index in planned.Indexes.Where(static i => !i.IsBuiltIn))
        {
            outcomes[index.Id] = collection.Indexes.Exists(i => i.Definition.Id == index.Definition.Id)
                ? null
                : Make(data, collection, index.Definition, leads);
        }

        foreach (var surplus in collection.Indexes.Where(i => !outcomes.ContainsKey($"{i.Definition.Id}")).ToList())
        {
            data.DropIndex(collection, surplus.Definition.Id);
        }

        shard.Indexes = outcomes.ToImmutable();
    }

    /// <summary>What Current says about the indexes: those that are there, and those that could not be made.</summary>
    public static JsonArray Report(PlannedCollection planned, Shard shard)
    {
        var report = new JsonArray();
        foreach (var index in planned.Indexes)
        {
            if (index.IsBuiltIn)
            {
                report.Add((JsonNode)index.ToJson());
            }
            else if (shard.Indexes.TryGetValue(index.Id, out var error))
            {
                report.Add((JsonNode)(error is null ? index.Definition.ToJson() : Failed(index.Id, error)));
            }
        }

        return report;
    }

    /// <summary>How different the values of each index are that does not see to it itself; called under the lock of the store.</summary>
    public static JsonObject Selectivities(Collection collection) => new(collection.Indexes
        .Where(static i => i.Definition is { HasEstimate: true, Unique: false })
        .Select(i => KeyValuePair.Create($"{i.Definition.Id}", (JsonNode?)i.Selectivity(collection.Documents))));

    private static DataError? Make(DataStore data, Collection collection, IndexDefinition definition, bool leads)
    {
        try
        {
            definition.Check();
            if (leads)
            {
                collection.CheckIndex(definition);
            }

            data.CreateIndex(collection, definition);
            return null;
        }
        catch (DataError e)
        {
            return e;
        }
    }

    private static JsonObject Failed(string id, DataError error) => new()
    {
        ["error"] = true,
        ["errorMessage"] = error.Message,
        ["errorNum"] = error.Number,
        ["id"] = id,
    };
}
