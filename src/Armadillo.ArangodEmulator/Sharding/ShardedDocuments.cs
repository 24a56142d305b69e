using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Cluster;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Transactions;

namespace Armadillo.ArangodEmulator.Sharding;

/// <summary>The documents of a sharded collection: each item of a command goes to the leader of its shard.</summary>
internal sealed class ShardedDocuments(ClusterMember cluster, PlannedCollection collection, string? transaction = null) : IDocuments
{
    private readonly ShardClient _shards = new(cluster, collection, transaction);

    public string CollectionName => collection.Name;

    public bool WaitForSync => collection.WaitForSync;

    public bool IsEdge => collection.IsEdge;

    private bool IsSpreadByKey => collection.ShardKeys is ["_key"];

    public async Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(collection.Shards.Select(s => _shards.DocumentsAsync(s, cancellationToken)));
        return [.. parts.SelectMany(static p => p).Select(static d => (JsonObject)d!)];
    }

    public Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken) =>
        transaction is null && command is { StopsAtFailure: true, Items.Count: > 1 }
            ? AllOrNothingAsync(command, cancellationToken)
            : SpreadAsync(command, cancellationToken);

    private async Task<IReadOnlyList<DocumentOutcome>> AllOrNothingAsync(DocumentCommand command, CancellationToken cancellationToken)
    {
        var id = await cluster.Ids.NextAsync(cancellationToken);
        using var changes = new ShardedTransaction(cluster, id, TransactionOptions.ToWrite(collection.Id, command.Options.WaitForSync));
        await changes.BeginAsync(collection.Database, cancellationToken);
        try
        {
            var outcomes = await new ShardedDocuments(cluster, collection, id).ApplyAsync(command, cancellationToken);
            if (outcomes.FirstOrDefault(static o => o.Error is not null) is { } failed)
            {
                await changes.AbortAsync();
                return [failed];
            }

            await changes.CommitAsync();
            return outcomes;
        }
        catch
        {
            await changes.AbortAsync();
            throw;
        }
    }

    private async Task<IReadOnlyList<DocumentOutcome>> SpreadAsync(DocumentCommand command, CancellationToken cancellationToken)
    {
        var outcomes = new DocumentOutcome?[command.Items.Count];
        var routed = new Dictionary<string, List<(int Index, JsonObject Body)>>(StringComparer.Ordinal);
        for (var i = 0; i < outcomes.Length; i++)
        {
            try
            {
                var body = await BodyAsync(command, command.Items[i], cancellationToken);
                foreach (var shard in Candidates(command.Verb, body))
                {
                    (routed.TryGetValue(shard.Name, out var list) ? list : routed[shard.Name] = []).Add((i, body));
                }
            }
            catch (DataError e)
            {
                outcomes[i] = new DocumentOutcome(null, e);
            }
        }

        var answers = await Task.WhenAll(routed.Select(r => SendAsync(command, r.Key, r.Value, cancellationToken)));
        foreach (var (index, outcome) in answers.SelectMany(static a => a))
        {
            // Of several shards that were asked, the one that has the document knows.
            outcomes[index] = outcomes[index] is null or { Error.Number: 1202 } ? outcome : outcomes[index];
        }

        return outcomes!;
    }

    private async Task<IReadOnlyList<(int Index, DocumentOutcome Outcome)>> SendAsync(
        DocumentCommand command, string shard, List<(int Index, JsonObject Body)> items, CancellationToken cancellationToken)
    {
        var outcomes = await _shards.ApplyAsync(
            collection.Shards.First(s => s.Name == shard), command, new JsonArray([.. items.Select(static i => i.Body.DeepClone())]), cancellationToken);
        return [.. items.Select((item, i) => (item.Index, outcomes[i]))];
    }

    /// <summary>The item as one element of a request to a shard: what names it, the revision that it must have, and the content.</summary>
    private async Task<JsonObject> BodyAsync(DocumentCommand command, DocumentItem item, CancellationToken cancellationToken)
    {
        if (command.Verb == DocumentVerb.Insert)
        {
            return await NewAsync(item.Body as JsonObject ?? throw DataError.NoObject(), cancellationToken);
        }

        var key = item.Key ?? DocumentKeys.Of(item.Body, collection.Name);
        var body = command.Verb is DocumentVerb.Replace or DocumentVerb.Update
            ? (JsonObject)(item.Body as JsonObject ?? throw DataError.NoObject()).DeepClone()
            : (item.Body as JsonObject)?["_rev"] is { } revision ? new JsonObject { ["_rev"] = revision.DeepClone() } : [];
        if (command.Verb is DocumentVerb.Read or DocumentVerb.Remove && item.Body is JsonObject selector)
        {
            foreach (var attribute in collection.ShardKeys.Where(selector.ContainsKey))
            {
                body[attribute] = selector[attribute]?.DeepClone();
            }
        }

        body["_key"] = key;
        if (command.Options.IfMatch is { } expected)
        {
            body["_rev"] = expected;
        }

        return body;
    }

    private async Task<JsonObject> NewAsync(JsonObject given, CancellationToken cancellationToken)
    {
        var body = (JsonObject)given.DeepClone();
        if (body.ContainsKey("_key"))
        {
            if (!IsSpreadByKey)
            {
                throw new DataError(400, 1466, "must not specify _key for this collection");
            }

            if (!(collection.Properties["keyOptions"]?.ToJson()?["allowUserKeys"]?.GetValue<bool>() ?? true))
            {
                throw new DataError(400, 1222, "unexpected document key");
            }
        }
        else if (collection.Properties["keyOptions"]?.ToJson().TextAt("type") != "autoincrement")
        {
            // The key decides about the shard, so it is made here; ids are unique in the whole cluster.
            body["_key"] = await cluster.Ids.NextAsync(cancellationToken);
        }

        return body;
    }

    /// <summary>The shard of a document; all shards when the attributes that decide are not given.</summary>
    private IEnumerable<PlannedShard> Candidates(DocumentVerb verb, JsonObject body) =>
        verb == DocumentVerb.Insert || collection.Shards.Count == 1 || IsSpreadByKey
            ? [ShardHash.ShardOf(collection, body)]
            : collection.Shards;
}
