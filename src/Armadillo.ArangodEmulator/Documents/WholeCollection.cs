using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;
using Armadillo.ArangodEmulator.Http;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>What requests for a collection as a whole do in a transaction: it sees its own changes, and others see them at its commit.</summary>
internal static class WholeCollection
{
    /// <summary>Whether a request to /_api/collection can be part of a transaction.</summary>
    public static bool Takes(ServerRequest request) =>
        request is { IsGet: true, Suffixes: [_, "count"] } or { Method: "PUT", Suffixes: [_, "truncate"] };

    public static async Task<long> CountAsync(IDocuments documents, CancellationToken cancellationToken) =>
        (await documents.AllAsync(cancellationToken)).Count;

    /// <summary>Removes every document; the first that another transaction has ends it.</summary>
    /// <exception cref="DataError">A conflict, or the collection was not declared to be written.</exception>
    public static async Task TruncateAsync(IDocuments documents, CancellationToken cancellationToken)
    {
        var items = (await documents.AllAsync(cancellationToken)).Select(static d => new DocumentItem((string)d["_key"]!, (JsonObject)d.DeepClone()));
        var command = new DocumentCommand(DocumentVerb.Remove, new DocumentOptions(), [.. items]) { StopsAtFailure = true };
        foreach (var outcome in await documents.ApplyAsync(command, cancellationToken))
        {
            _ = outcome.Get();
        }
    }
}
