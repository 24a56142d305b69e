namespace Armadillo.Testing.ArangoDb.Servers;

/// <summary>No server program was found. The message names the ways to give one.</summary>
public sealed class ArangodNotFoundException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public ArangodNotFoundException(string message)
        : base(message)
    {
    }
}
