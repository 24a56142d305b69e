namespace Armadillo.Testing.ArangoDb.Http;

/// <summary>A request got no answer, or one that the operation cannot use.</summary>
public sealed class ArangoRequestException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public ArangoRequestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and cause.</summary>
    public ArangoRequestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The unusable answer; <see langword="null"/> when there was none.</summary>
    public ArangoResponse? Response { get; init; }
}
