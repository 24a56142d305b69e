using System.Text.Json.Nodes;
using Armadillo.ArangodEmulator.Collections;
using Armadillo.ArangodEmulator.Databases;

namespace Armadillo.ArangodEmulator.Documents;

/// <summary>Where changed documents go: to the store at once, or into a transaction. Called under the lock of the store.</summary>
internal interface IDocumentWriter
{
    Ticks Ticks { get; }

    /// <exception cref="DataError">A transaction has the document.</exception>
    void Put(Collection collection, JsonObject document, bool sync);

    /// <exception cref="DataError">A transaction has the document.</exception>
    void Remove(Collection collection, string key, bool sync);
}
