using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;

namespace Armadillo.ArangodEmulator.Graphs;

/// <summary>The graphs of a database: documents of a collection of its own.</summary>
internal sealed class GraphStore(ServerContext server)
{
    public const string Collection = "_graphs";

    private readonly GraphCollections _collections = new(server);

    /// <summary>The documents of all graphs.</summary>
    public async Task<IReadOnlyList<JsonObject>> AllAsync(string database, CancellationToken cancellationToken) =>
        await _collections.FindAsync(database, Collection, cancellationToken) is { } graphs ? await graphs.AllAsync(cancellationToken) : [];

    /// <exception cref="DataError">404 and 1924.</exception>
    public async Task<JsonObject> GetAsync(string database, string name, CancellationToken cancellationToken) =>
        (await AllAsync(database, cancellationToken)).FirstOrDefault(g => (string?)g["_key"] == name)
        ?? throw new DataError(404, 1924, $"graph '{name}' not found");

    /// <summary>Keeps a graph, new or changed, when its collections are there.</summary>
    /// <returns>The document.</returns>
    public async Task<JsonObject> PutAsync(string database, Graph graph, bool isNew, bool waitForSync, CancellationToken cancellationToken)
    {
        var all = await AllAsync(database, cancellationToken);
        if (isNew && all.Any(g => (string?)g["_key"] == graph.Name))
        {
            throw new DataError(409, 1925, "graph already exists");
        }

        var others = all.Where(g => (string?)g["_key"] != graph.Name).SelectMany(static g => Graph.FromDocument(g).Edges).ToList();
        if (graph.Edges.Any(e => others.Exists(o => o.Collection == e.Collection && !o.IsLike(e))))
        {
            throw new DataError(400, 1921, "edge collection already used in edge def");
        }

        await _collections.EnsureAsync(database, graph, cancellationToken);
        var graphs = await _collections.SystemAsync(database, Collection, cancellationToken);
        var options = new DocumentOptions { ReturnNew = true, WaitForSync = waitForSync || graphs.WaitForSync };
        var command = new DocumentCommand(isNew ? DocumentVerb.Insert : DocumentVerb.Replace, options, [new DocumentItem(null, graph.ToDocument())]);
        return (JsonObject)(await graphs.ApplyAsync(command, cancellationToken))[0].Get()["new"]!;
    }

    /// <summary>Takes a graph away, and on request the collections that no other graph uses.</summary>
    public async Task DropAsync(string database, string name, bool dropCollections, CancellationToken cancellationToken)
    {
        var graph = Graph.FromDocument(await GetAsync(database, name, cancellationToken));
        var graphs = await _collections.SystemAsync(database, Collection, cancellationToken);
        var command = new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), [new DocumentItem(name, null)]);
        (await graphs.ApplyAsync(command, cancellationToken))[0].Get();
        if (dropCollections)
        {
            await DropUnusedAsync(database, graph.EdgeCollections.Concat(graph.VertexCollections), cancellationToken);
        }
    }

    /// <summary>Drops those of the collections that no graph uses.</summary>
    public async Task DropUnusedAsync(string database, IEnumerable<string> collections, CancellationToken cancellationToken)
    {
        var used = (await AllAsync(database, cancellationToken)).Select(Graph.FromDocument)
            .SelectMany(static g => g.EdgeCollections.Concat(g.VertexCollections)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in collections.Where(c => !used.Contains(c)).ToList())
        {
            if (await _collections.FindAsync(database, name, cancellationToken) is not null)
            {
                await _collections.DropAsync(database, name, cancellationToken);
            }
        }
    }
}
