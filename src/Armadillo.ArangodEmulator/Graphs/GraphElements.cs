using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Graphs;

/// <summary>The vertices or the edges of one collection of a graph. Edges join what is there and what the graph allows.</summary>
internal sealed class GraphElements(GraphStore graphs, ICollections collections, IDocuments documents, Graph graph, string database)
{
    /// <returns>The answer, the revision that its headers name, and whether the change is on the disk.</returns>
    public async Task<(JsonObject Answer, string? Revision, bool Synced)> ApplyAsync(ServerRequest request, string kind, string? key, JsonNode? body)
    {
        var options = DocumentOptions.From(request, documents.WaitForSync);
        var verb = (request.Method, key) switch
        {
            ("GET" or "HEAD", not null) => DocumentVerb.Read,
            ("POST", null) => DocumentVerb.Insert,
            ("PUT", not null) => DocumentVerb.Replace,
            ("PATCH", not null) => DocumentVerb.Update,
            ("DELETE", not null) => DocumentVerb.Remove,
            _ => throw DataError.NotEmulated($"{request.Method} {request.Path}"),
        };
        if (documents.IsEdge && verb is DocumentVerb.Insert or DocumentVerb.Replace or DocumentVerb.Update)
        {
            await CheckEndsAsync(body as JsonObject ?? throw DataError.NoObject(), verb, request.Aborted);
        }

        if (verb != DocumentVerb.Read)
        {
            await documents.PrepareWriteAsync(key is null ? [] : [key], request.Aborted);
        }

        var item = new DocumentItem(key, verb is DocumentVerb.Read or DocumentVerb.Remove ? null : body);
        var outcome = (await documents.ApplyAsync(new DocumentCommand(verb, options, [item]), request.Aborted))[0].Get();
        switch (verb)
        {
            case DocumentVerb.Read:
                return (new JsonObject { [kind] = outcome }, (string?)outcome["_rev"], true);
            case DocumentVerb.Remove:
                await (documents.IsEdge ? Task.CompletedTask : RemoveEdgesAsync($"{documents.CollectionName}/{key}", request.Aborted));
                return (With(new JsonObject { ["removed"] = true }, outcome), null, options.WaitForSync);
            default:
                return (With(new JsonObject { [kind] = Named(outcome) }, outcome), (string?)outcome["_rev"], options.WaitForSync);
        }
    }

    /// <summary>Recorded: here the old revision stands before the new one.</summary>
    private static JsonObject Named(JsonObject outcome)
    {
        var named = new JsonObject { ["_id"] = (string?)outcome["_id"], ["_key"] = (string?)outcome["_key"] };
        if (outcome["_oldRev"] is { } old)
        {
            named["_oldRev"] = (string?)old;
        }

        named["_rev"] = (string?)outcome["_rev"];
        return named;
    }

    private static JsonObject With(JsonObject answer, JsonObject outcome)
    {
        foreach (var part in (string[])["new", "old"])
        {
            if (outcome[part] is { } document)
            {
                answer[part] = document.DeepClone();
            }
        }

        return answer;
    }

    private async Task CheckEndsAsync(JsonObject edge, DocumentVerb verb, CancellationToken cancellationToken)
    {
        var definition = graph.Get(documents.CollectionName);
        foreach (var (end, allowed) in new[] { ("_from", definition.From), ("_to", definition.To) })
        {
            if (edge[end] is null && verb == DocumentVerb.Update)
            {
                continue;
            }

            if (edge[end] is not JsonValue v || !v.TryGetValue<string>(out var id) || id.Split('/') is not [{ Length: > 0 } collection, { Length: > 0 } key])
            {
                throw new DataError(400, 1233, "edge attribute missing or invalid");
            }

            if (!allowed.Contains(collection))
            {
                throw new DataError(400, 1947, "referenced vertex collection is not part of the graph");
            }

            var vertices = await collections.FindAsync(database, collection, cancellationToken);
            var command = new DocumentCommand(DocumentVerb.Read, new DocumentOptions(), [new DocumentItem(key, null)]);
            (await vertices.ApplyAsync(command, cancellationToken))[0].Get();
        }
    }

    /// <summary>With a vertex go its edges, in whichever graph they are.</summary>
    private async Task RemoveEdgesAsync(string vertex, CancellationToken cancellationToken)
    {
        var all = (await graphs.AllAsync(database, cancellationToken)).Select(Graph.FromDocument);
        foreach (var name in all.SelectMany(static g => g.EdgeCollections).Distinct(StringComparer.Ordinal).ToList())
        {
            var edges = await collections.FindAsync(database, name, cancellationToken);
            var joined = (await edges.AllAsync(cancellationToken)).Where(e => (string?)e["_from"] == vertex || (string?)e["_to"] == vertex)
                .Select(static e => new DocumentItem(null, new JsonObject { ["_key"] = (string?)e["_key"] })).ToList();
            if (joined.Count > 0)
            {
                await edges.ApplyAsync(new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), joined), cancellationToken);
            }
        }
    }
}
