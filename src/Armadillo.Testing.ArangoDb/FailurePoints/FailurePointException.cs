namespace Armadillo.Testing.ArangoDb.FailurePoints;

/// <summary>A failure point cannot be had: the build has none, or the server refused.</summary>
public sealed class FailurePointException : Exception
{
    internal FailurePointException(string message)
        : base(message)
    {
    }
}
