using System.Text.Json.Nodes;

namespace Armadillo.ArangodEmulator.Databases;

/// <summary>The databases of a deployment, as one of its servers sees them.</summary>
internal interface IDatabases
{
    /// <summary>Names in order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>What /_api/database/current tells.</summary>
    /// <exception cref="DataError">404 and 1228 when there is none of that name.</exception>
    JsonObject Describe(string name);

    ValueTask<bool> ExistsAsync(string name, CancellationToken cancellationToken);

    /// <param name="name">Name of the new database.</param>
    /// <param name="options">The options of the request; empty for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task CreateAsync(string name, JsonObject options, CancellationToken cancellationToken);

    Task DropAsync(string name, CancellationToken cancellationToken);
}
