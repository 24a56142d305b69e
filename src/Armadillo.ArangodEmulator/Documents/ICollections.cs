using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>Finds collections, wherever their documents are.</summary>
internal interface ICollections
{
    /// <param name="database">Name of the database.</param>
    /// <param name="name">Name or id of the collection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DataError">404 and 1203 when there is none.</exception>
    ValueTask<IDocuments> FindAsync(string database, string name, CancellationToken cancellationToken);
}

/// <summary>The documents of one collection.</summary>
internal interface IDocuments
{
    string CollectionName { get; }

    bool WaitForSync { get; }

    bool IsEdge { get; }

    /// <summary>Waits until nobody holds the collection or one of the documents for a change of his own.</summary>
    /// <exception cref="DataError">500 and 18: somebody still holds the collection.</exception>
    Task PrepareWriteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>One outcome for each item, in order; fewer when the command stops at a failure.</summary>
    Task<IReadOnlyList<DocumentOutcome>> ApplyAsync(DocumentCommand command, CancellationToken cancellationToken);

    /// <summary>All documents. Not copies: whoever gives them away clones them.</summary>
    Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken);
}
