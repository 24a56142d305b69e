using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Indexes;

/// <summary>The indexes of collections, wherever these are.</summary>
internal interface IIndexes
{
    /// <exception cref="DataError">404 and 1203 when there is no such collection.</exception>
    ValueTask<ICollectionIndexes> FindAsync(string database, string collection, CancellationToken cancellationToken);
}

/// <summary>The indexes of one collection.</summary>
internal interface ICollectionIndexes
{
    string CollectionName { get; }

    /// <summary>All indexes in the form of answers, the built-in ones first.</summary>
    Task<IReadOnlyList<JsonObject>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Makes an index, or finds the one that is like it.</summary>
    /// <param name="attributes">What <see cref="IndexTypes.Read"/> has read.</param>
    /// <param name="name">The name that was asked for, if any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DataError">A name is taken, or documents violate the index.</exception>
    Task<(JsonObject Answer, bool IsNew)> EnsureAsync(JsonObject attributes, string? name, CancellationToken cancellationToken);

    Task DropAsync(long id, CancellationToken cancellationToken);
}
