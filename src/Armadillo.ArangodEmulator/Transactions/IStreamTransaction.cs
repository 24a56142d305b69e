using Armadillo.ArangodEmulator.Documents;

namespace Armadillo.ArangodEmulator.Transactions;

/// <summary>A transaction over several requests, wherever its collections are: these are seen through it as it has changed them.</summary>
internal interface IStreamTransaction : ICollections
{
    /// <summary>Whether it may write.</summary>
    bool Writes { get; }

    Task CommitAsync();

    Task AbortAsync();
}
