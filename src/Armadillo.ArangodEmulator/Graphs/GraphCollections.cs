using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Documents;
using Armadillo.ArangodEmulator.Server;
using Armadillo.ArangodEmulator.Sharding;

namespace Armadillo.ArangodEmulator.Graphs;

/// <summary>The collections that graphs are made of: made where they are missing, dropped on request.</summary>
internal sealed class GraphCollections(ServerContext server)
{
    public async Task<IDocuments?> FindAsync(string database, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await server.Collections.FindAsync(database, name, cancellationToken);
        }
        catch (DataError e) when (e.Number == 1203)
        {
            return null;
        }
    }

    /// <summary>Makes what is missing of a graph's collections.</summary>
    /// <exception cref="DataError">A collection is there and of the other type.</exception>
    public async Task EnsureAsync(string database, Graph graph, CancellationToken cancellationToken)
    {
        foreach (var edges in graph.EdgeCollections)
        {
            if (!await EnsureAsync(database, edges, graph.Spread, CollectionProperties.EdgeType, cancellationToken))
            {
                throw new DataError(400, 1944, "edge definition collection is a document collection");
            }
        }

        foreach (var vertices in graph.VertexCollections)
        {
            if (!await EnsureAsync(database, vertices, graph.Spread, CollectionProperties.DocumentType, cancellationToken))
            {
                throw new DataError(400, 1927, "collection not a vertex collection");
            }
        }
    }

    public async Task<IDocuments> SystemAsync(string database, string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(database, name, cancellationToken) is null)
        {
            await CreateAsync(database, new JsonObject { ["name"] = name, ["isSystem"] = true }, cancellationToken);
        }

        return await server.Collections.FindAsync(database, name, cancellationToken);
    }

    public async Task DropAsync(string database, string name, CancellationToken cancellationToken)
    {
        if (server.Cluster is { } cluster)
        {
            await CollectionRemoval.DropAsync(cluster, await cluster.Plan.GetAsync(database, name, cancellationToken), cancellationToken);
            return;
        }

        lock (server.Data.Gate)
        {
            server.Data.DropCollection(server.Data.Get(database).Get(name));
        }
    }

    /// <returns>False when there is one of another type.</returns>
    private async Task<bool> EnsureAsync(string database, string name, JsonObject spread, int type, CancellationToken cancellationToken)
    {
        if (await FindAsync(database, name, cancellationToken) is { } present)
        {
            return present.IsEdge == (type == CollectionProperties.EdgeType);
        }

        var body = new JsonObject { ["name"] = name, ["type"] = type };
        foreach (var option in (string[])["numberOfShards", "replicationFactor", "writeConcern"])
        {
            if (spread[option] is { } value)
            {
                body[option] = value.DeepClone();
            }
        }

        await CreateAsync(database, body, cancellationToken);
        return true;
    }

    private async Task CreateAsync(string database, JsonObject wish, CancellationToken cancellationToken)
    {
        // As it would come from a client: numbers that were never text are not read as such.
        var body = JsonNode.Parse(wish.ToJsonString())!.AsObject();
        if (server.Cluster is { } cluster)
        {
            await new CollectionCreation(server, cluster).CreateAsync(database, body, cancellationToken);
            return;
        }

        lock (server.Data.Gate)
        {
            server.Data.CreateCollection(server.Data.Get(database), body, server.State.Id);
        }
    }
}
